namespace VaeMlNet.Tests;

internal sealed class ComparisonTests
{
    private static readonly string[] Columns = ["income", "income>50K", "a=b", "age", "a"];

    [TestCase("age>=30", "age", ">=", "30")]
    [TestCase("income>50K=yes", "income>50K", "=", "yes")]
    [TestCase(" income>50K != yes", "income>50K", "!=", "yes")]
    [TestCase("income>50", "income", ">", "50")]
    [TestCase("income>50K", "income", ">", "50K")]
    [TestCase("a=b<c", "a=b", "<", "c")]
    [TestCase("a=b", "a", "=", "b")]
    [TestCase(" color = dark red ", "color", "=", "dark red")]
    [TestCase("a!=b", "a", "!=", "b")]
    [TestCase("x<-1", "x", "<", "-1")]
    [TestCase("x>y=z", "x", ">", "y=z")]
    public void Parse_Text_IsDividedBehindItsColumn(string text, string left, string operation, string right) =>
        Assert.That(Comparison.Parse(text, Columns), Is.EqualTo(new Comparison(left, operation, right)));

    [TestCase("age")]
    [TestCase("=1")]
    [TestCase("age=")]
    [TestCase("a!b")]
    public void Parse_OtherText_IsNull(string text) => Assert.That(Comparison.Parse(text, Columns), Is.Null);

    [TestCase("=", false, true, false)]
    [TestCase("!=", true, false, true)]
    [TestCase("<", true, false, false)]
    [TestCase("<=", true, true, false)]
    [TestCase(">", false, false, true)]
    [TestCase(">=", false, true, true)]
    public void IsMet_SmallerEqualAndLargerValues_FollowsTheOperator(string operation, params bool[] expected)
    {
        var comparison = new Comparison("a", operation, "b");

        Assert.That(new[] { 1.0, 2, 3 }.Select(value => comparison.IsMet(value, 2)), Is.EqualTo(expected));
        Assert.That(comparison.IsMet(double.NaN, 2), Is.False, "a missing value");
    }
}
