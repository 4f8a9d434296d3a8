"""What the labels of a ledger's columns tell of what stands in them."""

import re

DAY = re.compile(
    r"日期|时间|年月日?|^(?:发生|发现|登记|填报|完成|竣工|开工|召开|办结|销号|受理|交办)(?:日|时)$|日$"
)
NOT_THE_DAY = re.compile(r"出生|截止|到期|期限|时限|计划|拟|下次|有效|入党")
DAY_FIRST = (
    re.compile(r"^(?:日期|时间|登记日期|登记时间|发生日期|发生时间|年月日)$"),
    re.compile(r"完成|竣工|完工|办结|销号|验收|建成"),
    re.compile(r"召开|会议|值班|巡|收支|记账|凭证|受理|发现|发生|登记|捐|种植"),
)
CODE_LIKE = re.compile(
    r"编号|代码|编码|证号|文号|号码|账号|电话|手机|邮编|凭证号|档案号|案号|车牌|户号|宗地号|组别|组名|班别|小组|届次|期次"
)
YEAR = re.compile(r"^(?:.{0,4}年度|.{0,4}年份|年)$")
MONEY = re.compile(
    r"金额|投资|资金|经费|收入|支出|余额|捐款|筹资|款额?$|款数|费用?$|补助|补贴|奖补|造价|价款|工资|成本|结余|产值|税"
)
RATE = re.compile(r"率$|比例|占比|比重|百分比|%")
COUNTED = re.compile(
    r"(户|人|次|个|座|处|亩|台|盏|间|件|起|份|条|株|棵|头|只|套|辆|场|宗|块|根|口)数$"
)
AREA, LENGTH = re.compile(r"面积"), re.compile(r"里程|长度|长$|路长|公里")
TITLE = (
    re.compile(r"^(?:.{0,6}名称|路名|.{0,4}路段|标题|题目|议题|主题|事项|会议内容|项目|工程名?)$"),
    re.compile(r"名称|项目|事项|路段|路线|议题|摘要|工程|事由|纠纷|问题|责任区|责任片"),
    re.compile(r"内容|情况|地点|位置|简要|姓名|户主|当事人|带班|值班|单位|村"),
)
LONG = re.compile(r"内容|情况|措施|备注|说明|经过|原因|过程|意见|简介|要点|决定|记录$|摘要")
PLACE = re.compile(r"地点|地址|位置|起止|坐落|所在地|住址")
NEVER_CHOICE = re.compile(
    r"姓名|名称|备注|说明|内容|户主|电话|号码|编号|地点|地址|位置|时间|日期|情况$|人员|当事人|措施|摘要|"
    r"(?:责任|负责|经办|记录|主持|联系|值班|带班|审批|证明|调解)人|领导|值班员|书记|主任"
)
CHOICE = re.compile(
    r"类别|类型|种类|性质|状态|等级|级别|分类|是否|路面|材质|性别|方式|形式|结果|渠道|来源|天气|档次|阶段|进度|树种|结构|品种|职务|班次|用途|去向"
)
UNIT = re.compile(r"村|单位|站所|部门|支部|社区|地区|乡镇|组织")
REPORTING = re.compile(
    r"^(?:填报单位|上报单位|所属单位|所属村|所在村|单位|单位名称|村|村名|村别|行政村|行政村名称|村委会|村（居）|村居|社区|村（社区）|村级|单位（村）|支部)$"
)
OTHER_UNIT = re.compile(
    r"责任|牵头|主管|承办|配合|施工|设计|监理|包村|帮扶|来文|主办|协办|挂点|建设单位|用人|工作单位"
)
RESPONSIBLE = re.compile(r"责任人|负责人|包案|包村|带班|值班|主持|联系人|牵头领导|挂点")
YES_NO = re.compile(r"是否|有无|能否")
PURE_COUNT = re.compile(r"人|户|个|次|起|件|数$|年龄|年份|年度|率|比例|编号|期|面积|里程|长度|组")

LEGAL_BASES = (
    (re.compile(r"公路|道路|路段|里程"), "公路法；农村公路建设管理办法"),
    (re.compile(r"纠纷|矛盾|调解"), "人民调解法"),
    (re.compile(r"信访|来访"), "信访工作条例"),
    (re.compile(r"水库|山塘|渠|水利|饮水|蓄水|水池|灌"), "水法；农村供水、水利工程管理有关规定"),
    (re.compile(r"值班|应急|防汛|巡"), "突发事件应对法"),
    (re.compile(r"收支|资金|经费|财务|账|费用|捐"), "会计法；农村集体经济组织财务制度"),
    (re.compile(r"植树|造林|绿化|林"), "森林法"),
    (re.compile(r"低保|五保|特困|救助|临时救"), "社会救助暂行办法"),
    (re.compile(r"党员|支部|党费|组织生活"), "中国共产党党员教育管理工作条例"),
    (re.compile(r"会议|议事|村务|代表"), "村民委员会组织法"),
    (re.compile(r"危房|建房|宅基地|住房"), "土地管理法；村庄和集镇规划建设管理条例"),
    (re.compile(r"参保|医保|医疗"), "社会保险法"),
    (re.compile(r"环境|卫生|垃圾|保洁"), "固体废物污染环境防治法；农村人居环境整治有关规定"),
    (re.compile(r"合作社"), "农民专业合作社法"),
)
OTHERWISE = "乡镇（街道）履行职责事项清单"


def legal_basis_for(name: str) -> str:
    """Return the legal basis proposed for a register of a name; the clerk sets it right."""
    return next((basis for words, basis in LEGAL_BASES if words.search(name)), OTHERWISE)
