using System.Globalization;
using System.Text.RegularExpressions;

namespace VaeMlNet.Samples.Tests;

public sealed class EncodeAndClassifyTests
{
    [Test]
    public async Task Run_FewLabels_ClassifiesWellAndPredictsTheSameAfterSaving()
    {
        using var folder = new TemporaryFolder();
        using var sample = SampleProcess.Start(folder.Path, "EncodeAndClassify");

        var (exitCode, output, error) = await sample.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")), output);

        double[] accuracies =
        [
            .. Regex
                .Matches(output, "accuracy ([0-9.]+) %")
                .Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];

        Assert.That(accuracies, Has.Length.EqualTo(2), output);
        Assert.That(accuracies[0], Is.GreaterThan(85), output);
        Assert.That(accuracies[1], Is.EqualTo(accuracies[0]).Within(0.2), output);
        Assert.That(folder.Entries, Is.EqualTo(new[] { "digits.zip" }));
    }
}
