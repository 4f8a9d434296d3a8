/* What is said to people by the ballot's scripts: whole sentences, each with what to do next. */
(function () {
  "use strict";
  const ballot = (self.BihuanBallot = self.BihuanBallot || {});

  const said = {
    slip_empty: "还没有输入票证号：请照票证上的四组字符逐个输入，或扫描票证上的二维码。",
    slip_length: "票证号应有 16 个字符，现在是 {count} 个：请对照票证，看是否多输或漏输。",
    slip_wrong: "票证号有误，至少有一个字符与票证不同：请对照票证逐组核对后再试。",
    share_lines: "一份密钥有 4 行，每行 16 个字符，现在是 {count} 行：请照密钥单逐行输入。",
    line_length: "第 {line} 行应有 16 个字符，现在是 {count} 个：请对照密钥单上的这一行。",
    line_wrong: "第 {line} 行有误，至少有一个字符与密钥单不同：请逐个核对这一行。",
    share_wrong: "四行单独看都对，合起来却不是同一份密钥：请看各行是否出自同一张密钥单、次序是否一致。",
    share_other: "这份密钥不属于本次投票：请检查密钥单上的标题，换用本次投票的密钥单。",
    share_twice: "这份密钥已经输入过：请另一位监票人输入自己的密钥单。",
    key_wrong: "这几份密钥合不成本次投票的密钥：请核对份数，并确认每份都是本次投票的密钥单。",
    answer_long: "第 {item} 项填写的姓名太长，装不进选票：请把另写的姓名减少几个字。",
    answer_wrong: "第 {item} 项的填写不符合票面要求：请按该项的说明修改后再试。",
    box_torn: "第 {item} 项第 {group} 组的密封选票不完整：请重新读取；若仍如此，请停止开票并报告。",
    box_other: "密封选票与投票结束时封存的校验码不一致，不能开票：请重新读取；若仍如此，请保留现场并报告。",
    worker_broke: "开票的计算中断了：请关闭其他程序后刷新本页，重新输入密钥；密封选票没有改变。",
    random_missing: "这个浏览器没有安全的随机数，不能用来投票：请改用新一些的浏览器，或领取纸质票。",
  };

  /** An error that carries its code and a sentence for people. */
  class BallotError extends Error {
    constructor(code, values) {
      super(ballot.say(code, values));
      this.name = "BallotError";
      this.code = code;
      this.values = values || {};
    }
  }

  /** Return the sentence of a code with its placeholders filled. */
  ballot.say = function (code, values) {
    return said[code].replace(/\{(\w+)\}/g, (all, name) => String(values[name]));
  };
  /** Add the sentences of another script. */
  ballot.sayAlso = (sentences) => Object.assign(said, sentences);
  ballot.BallotError = BallotError;
})();
