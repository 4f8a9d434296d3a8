"""Topics of daily life in a town: words that speak of one thing, so that few examples suffice.

Whoever has seen 退休金 in one message should know 养老金 in the next. Written by hand from what
offices deal with; the topics are no classes: which topic belongs to which class of an office's
tree is learned from what was confirmed. A word may stand in several.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LONGEST_WORD = 6
CHARACTER_BITS = 21  # Unicode ends at 0x10FFFF

TOPICS: dict[str, str] = {
    "学校": "学校 中学 小学 校园 校区 校长 高中 初中 大学 职校 职业学校 学院 教学点",
    "幼儿园": "幼儿园 托儿所 早教 园长 学前教育 幼师",
    "教师": "教师 老师 班主任 教职工 代课 民办教师 特岗 教龄 支教",
    "学生": "学生 孩子上学 学籍 班级 同学 家长 新生 毕业生 留守儿童",
    "考试招生": "高考 中考 招生 录取 分数线 考试 学位 入学 择校 学区 报名 升学",
    "课业": "补课 作业 课外 减负 早自习 晚自习 寒假 暑假 课程 教材 教辅",
    "培训": "培训机构 培训班 辅导班 兴趣班 驾校 特长",
    "学费": "学费 书本费 伙食费 助学金 奖学金 助学贷款 资助",
    "文体": "文化 体育 图书馆 文物 博物馆 球场 健身 广播 电视 游泳馆 演出 非遗 农家书屋",
    "教育部门": "教育局 教育厅 教体局 教育部门 教委",
    "养老保险": "养老保险 养老金 退休金 退休 社保 缴费年限 社会保险 参保 断缴 视同缴费",
    "医疗保险": "医保 新农合 合作医疗 报销 医疗保险 医保卡 异地就医 大病 慢性病 特殊病",
    "工伤生育": "工伤 生育保险 伤残 劳动能力鉴定 工亡 产假 生育津贴",
    "工资": "工资 拖欠 欠薪 薪资 薪酬 发放 绩效 奖金 加班费 农民工 讨薪 血汗钱",
    "劳动合同": "劳动合同 辞退 辞职 解除合同 劳动仲裁 用人单位 试用期 加班 劳务派遣 双休",
    "就业人事": "就业 招聘 事业编 编制 公务员 职称 人事 档案 下岗 失业 失业金 人社 创业 技能",
    "救助": "低保 救助 五保 贫困户 孤寡 残疾人 困难补助 特困 敬老院 养老院",
    "优抚": "退役 退伍 军人 烈属 优抚 抚恤 复员",
    "婚姻殡葬": "婚姻登记 结婚 离婚 殡葬 火化 公墓 坟墓",
    "医院": "医院 卫生院 门诊 住院 病房 诊所 急诊 病床 挂号 卫生室",
    "医护": "医生 护士 医师 村医 乡村医生 医护 专家 处方 药师",
    "治病": "治疗 手术 病人 患者 癌症 疾病 疫苗 接种 检查 医疗事故 医疗费 疫情 传染",
    "计划生育": "计划生育 计生 二胎 二孩 独生子女 准生证 社会抚养费 超生 失独 奖扶 生育",
    "孕产": "怀孕 孕妇 胎儿 生育",
    "卫生监督": "食品安全 药品 药店 卫生许可 餐具 过期 食药 卫生局 卫健委 保健品",
    "公交": "公交 公交车 站台 线路 末班车 首末站 班次 发车",
    "出租": "出租车 的士 网约车 滴滴 拒载 打表 黑车 载客 摩的",
    "客运": "客运 客运站 汽车站 大巴 中巴 班车 票价 车票 春运 火车站",
    "公路": "公路 国道 省道 县道 乡道 村道 高速 高速公路 通村 路面 大桥 桥梁 隧道 硬化 通组",
    "铁路航运": "铁路 高铁 地铁 轻轨 火车 机场 码头 渡口 航班 城际",
    "车辆": "运管 车辆 驾驶证 货车 超载 年检 车主 驾驶员 司机 营运 维修 交通局 收费站 物流 渣土车",
    "道路通行": "红绿灯 堵车 拥堵 停车 人行道 斑马线 路口 路灯 交警 天桥 通行",
    "物业": "物业 业主 小区 业委会 物业费 维修基金 物业公司 电梯 车位 物管",
    "房产": "开发商 楼盘 购房 房产证 交房 延期 商品房 预售 房子 不动产 定金 办证 烂尾",
    "征拆": "拆迁 征收 安置 棚户区 棚改 补偿 征地 过渡费 拆迁户 安置房 旧改",
    "危房": "危房 土坯房 危房改造 异地搬迁 易地搬迁 房屋鉴定",
    "违建": "违建 违章 违法建筑 加盖 搭建 拆除 城管 占道 流动摊贩 摊贩",
    "水电气": "自来水 停水 停电 水压 燃气 天然气 供水 电费 水费 供暖 管网 煤气 饮水 电网",
    "住房保障": "公积金 住房公积金 贷款 提取 按揭 住房补贴 公租房 廉租房",
    "市政": "市政 绿化 公园 下水道 井盖 路灯 环卫 垃圾 垃圾桶 公厕 排水 城建 规划 广场 施工",
    "工程": "施工 工地 质量 开裂 漏水 渗水 安全隐患 工程款 承包 建筑",
    "水污染": "污水 废水 排污 河水 水质 河道 水源 臭水 黑臭 污染 鱼塘",
    "空气污染": "废气 粉尘 灰尘 烟尘 扬尘 异味 臭气 刺鼻 恶臭 油烟 烟囱 气味 焚烧",
    "噪声": "噪音 噪声 扰民 隔音 广场舞 分贝 机器声 睡不着 休息",
    "养殖污染": "养猪 猪场 养殖 养鸡 粪便 养殖场 猪粪",
    "工矿": "化工厂 砖厂 采石场 水泥厂 冶炼 重金属 搅拌站 石料 加工厂 厂矿 砂石",
    "环保": "环评 环保 生态 垃圾填埋 辐射",
    "旅游": "旅游 景区 门票 游客 景点 导游 旅行社 酒店 民宿 宾馆 古镇 旅游局 农家乐",
    "消费": "消费者 欺诈 退款 假货 虚假宣传 投诉 维权 假冒 消费 退货 霸王条款 发票 商家",
    "价格": "价格 物价 涨价 收费标准 乱收费 明码标价 油价 物价局 工商 加价 菜价",
    "金融": "传销 非法集资 理财 诈骗 贷款 保险 骗子 信用卡 网贷 投资 会费 信用社",
    "企业": "企业 公司 营业执照 招商 注册 商标 经营",
    "商铺": "商铺 商场 超市 市场 门面 店铺 加盟 专卖 农贸市场 集市",
    "网上买卖": "网购 淘宝 快递 微商 网店 充值 电商 外卖 预付卡 健身卡",
    "娱乐场所": "网吧 KTV 麻将 酒吧 赌博 游戏机 夜总会 棋牌",
    "通信": "加油站 宽带 电信 移动 联通 手机 信号 基站 网络 流量",
    "土地山林": "土地 宅基地 耕地 林地 山林 农田 基本农田 承包地 林权 采伐",
    "农业": "农业 种粮 抗旱 农药 化肥 种子 合作社 农机 粮食补贴 耕牛 收购",
    "水利": "水库 水渠 渠道 灌溉 水利 河堤 山塘 泵站 清淤",
    "村务": "村干部 村支书 村委会 村主任 村务 公示 组长 一事一议 选举 账目 财务公开",
    "党建": "党员 支部 党费 党组织 入党 党建 组织生活 民主生活会",
    "作风": "作风 推诿 态度 门难进 吃拿卡要 贪污 腐败 受贿 公款 会议多 文件多 办事难",
    "治安": "派出所 公安 民警 打架 盗窃 小偷 报警 黑恶 斗殴",
    "户籍": "户口 户籍 身份证 落户 迁户",
    "司法信访": "法院 判决 律师 信访 上访 调解 执行 仲裁 纠纷",
}

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Words:
    """The words in parallel arrays, in the order of their first two characters.

    `pairs` holds each first two characters once; the words that begin so stand from `first` on.
    """

    pairs: Whole
    first: Whole
    many: Whole
    letters: Whole
    topics: Whole


def _words() -> Words:
    found = sorted(_spelled())
    begins = np.array([pair for pair, _letters, _topic in found], np.int64)
    pairs, first, many = np.unique(begins, return_index=True, return_counts=True)
    letters = np.array([letters for _pair, letters, _topic in found], np.int64)
    topics = np.array([topic for _pair, _letters, topic in found], np.int64)
    return Words(pairs, first.astype(np.int64), many.astype(np.int64), letters, topics)


def _spelled() -> Iterator[tuple[int, tuple[int, ...], int]]:
    for number, words in enumerate(TOPICS.values(), 1):
        for word in words.lower().split():
            codes = [ord(letter) for letter in word] + [0] * (LONGEST_WORD - len(word))
            if len(word) > 1:
                yield (codes[0] << CHARACTER_BITS) | codes[1], tuple(codes[2:]), number


def topics_in(codes: Whole, pairs: Whole, begins: Whole) -> tuple[Whole, Whole]:
    """Return topic and place of each word of a topic, given each pair of codes and its place."""
    words = WORDS
    at = np.searchsorted(words.pairs, pairs)
    at[at == len(words.pairs)] = 0
    likely = words.pairs[at] == pairs
    at, places = at[likely], begins[likely]
    padded = np.concatenate((codes, np.zeros(LONGEST_WORD, np.int64)))
    following = padded[places[:, None] + np.arange(2, LONGEST_WORD)]
    topics, where = [], []
    for turn in range(int(words.many.max())):
        has = words.many[at] > turn
        word = words.first[at[has]] + turn
        wanted = words.letters[word]
        same = ((wanted == following[has]) | (wanted == 0)).all(1)
        topics.append(words.topics[word[same]])
        where.append(places[has][same])
    return np.concatenate(topics), np.concatenate(where)


WORDS = _words()
