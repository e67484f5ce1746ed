namespace VaeMlNet.Report.Tests;

internal sealed class BlocksTests
{
    [Test]
    public void Table_HeadingThatBeginsWithANumberSign_KeepsIt()
    {
        var table = Blocks
            .Table(
                [1],
                "counts",
                [
                    new TableColumn<int>("#count", item => Html.Format($"{item}")),
                    new TableColumn<int>("rows", item => Html.Format($"{item}"), IsNumber: true),
                ]
            )
            .ToString();

        Assert.That(table, Does.Contain("<th scope=\"col\">#count</th>"));
        Assert.That(table, Does.Contain("<th scope=\"col\" class=\"number\">rows</th>"));
        Assert.That(table, Does.Contain("<td class=\"number\">1</td>"));
    }
}
