using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VaeMlNet.Report.Tests;

public sealed partial class TuningPageTests
{
    [Test]
    public void Write_Trials_HasEachChartInAnElementOfItsOwn()
    {
        var page = Page(Trials(30), importance: [new("beta", 0.8), new("noise", 0.2)]);
        var ids = Ids().Matches(page).Select(match => match.Groups[1].Value).ToArray();

        Assert.That(ids, Is.Unique);
        Assert.That(
            ids,
            Is.SupersetOf(
                new[]
                {
                    "trials",
                    "importance",
                    "options",
                    "table",
                    "over-trials",
                    "option-importance",
                    "option-beta",
                    "option-noise",
                }
            )
        );
    }

    [Test]
    public void Write_BestTrial_IsNamedWithTheDefaults()
    {
        var page = Page(Trials(30), importance: []);

        Assert.That(page, Does.Contain("The best is trial 7 with 33% of its epochs: 1. The defaults have 8."));
        Assert.That(page, Does.Contain("lower is better").And.Not.Contain("id=\"option-importance\""));
    }

    [Test]
    public void Write_NoBetterTrial_SaysSo() =>
        Assert.That(Page(Trials(1), importance: []), Does.Contain("No trial was better than the defaults."));

    private static TuningTrial[] Trials(int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(number => new TuningTrial(
                    number,
                    number == 7 ? 1.0 / 3 : 1,
                    number == 3 ? null : 1 + Math.Abs(number - 7),
                    new Dictionary<string, string>
                    {
                        ["beta"] = (0.01 * (number + 1)).ToString(CultureInfo.InvariantCulture),
                        ["noise"] = number % 2 == 0 ? "none" : "masking 0.1",
                    },
                    2
                )),
        ];

    private static string Page(TuningTrial[] trials, KeyValuePair<string, double>[] importance)
    {
        using MemoryStream stream = new();
        TuningSections.Write(
            new("error", false, trials, trials[trials.Length > 7 ? 7 : 0], importance),
            "Tuning",
            stream
        );
        var page = Encoding.UTF8.GetString(stream.ToArray());
        return page[..page.IndexOf("<script", StringComparison.Ordinal)];
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Ids();
}
