using System.Globalization;

namespace VaeMlNet.Benchmarks.Tests;

internal sealed class CopulaSynthesizerTests
{
    private static readonly ProtocolTable Table = new("t", "City", [("Age", true), ("Pay", true), ("City", false)], []);

    [Test]
    public void Synthesize_Rows_HaveTheColumnsAndTheCorrelationOfTheTrainingRows()
    {
        Random random = new(1);
        var ages = Enumerable.Range(0, 2000).Select(_ => random.Next(18, 80)).ToArray();
        TextTable training = new(
            ["Age", "Pay", "City"],
            [
                [.. ages.Select((age, i) => i % 5 == 0 ? "" : Text(age))],
                [.. ages.Select(age => (age * 1.5).ToString("0.0", CultureInfo.InvariantCulture))],
                [
                    .. ages.Select(age =>
                        age < 30 ? "Rome"
                        : age < 33 ? ""
                        : "Oslo"
                    ),
                ],
            ]
        );

        var made = new CopulaSynthesizer().Synthesize(Table, training, new Random(2));

        Assert.That(made.RowCount, Is.EqualTo(2000));
        Assert.That(made["Pay"].Distinct(), Is.SubsetOf(training["Pay"]));
        Assert.That(made["Age"].Count(cell => cell.Length == 0) / 2000.0, Is.EqualTo(0.2).Within(0.03));
        Assert.That(Share(made, "Rome"), Is.EqualTo(Share(training, "Rome")).Within(0.03));
        Assert.That(Share(made, ""), Is.EqualTo(Share(training, "")).Within(0.03));

        var both = made["Age"].Zip(made["Pay"]).Where(row => row.First.Length > 0).ToArray();

        Assert.That(
            MathNet.Numerics.Statistics.Correlation.Pearson(
                both.Select(row => TableCoder.Number(row.First)),
                both.Select(row => TableCoder.Number(row.Second))
            ),
            Is.GreaterThan(0.97)
        );
    }

    [Test]
    public void Synthesize_Bootstrap_DrawsWholeRows()
    {
        TextTable training = new(
            ["City", "Age", "Pay"],
            [
                ["Rome", "Oslo"],
                ["1", "2"],
                ["3", "4"],
            ]
        );

        var made = new BootstrapSynthesizer().Synthesize(Table, training, new Random(1));

        Assert.That(made.Names, Is.EqualTo(new[] { "Age", "Pay", "City" }));

        var rows = Enumerable.Range(0, 2).Select(row => string.Join(' ', made.Columns.Select(column => column[row])));

        Assert.That(rows.Distinct(), Is.SubsetOf(new[] { "1 3 Rome", "2 4 Oslo" }));
    }

    private static double Share(TextTable table, string city) => table["City"].Average(cell => cell == city ? 1 : 0);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
