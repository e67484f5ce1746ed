using System.Text;

namespace VaeMlNet.Tests;

public sealed class CalibrationScoresTests
{
    private const string Small =
        "{\"format_version\":1,\"rows\":3,\"source\":\"validation\",\"counts\":[1,2],"
        + "\"negative_elbo\":[2.5,1],\"reconstruction_error\":[2,0.5]}";

    private TemporaryFolder temporary = null!;
    private string folder = "";

    [SetUp]
    public void CopyModel()
    {
        temporary = new TemporaryFolder();
        folder = temporary.CopyOf(TinyModel.Bernoulli.Folder, "model");
    }

    [TearDown]
    public void DeleteCopy() => temporary.Dispose();

    [Test]
    public void Of_AThousandRows_KeepsEveryScoreFromTheHighestToTheLowest()
    {
        var scores = Normals(1000);

        var kept = CalibrationScores.Summarize(CalibratedModel.ByKind(scores, scores.Select(s => -s)), "validation");

        Assert.That(kept.Counts, Is.All.EqualTo(1));
        Assert.That(kept.NegativeElbo, Is.EqualTo(scores.Select(s => (float)s).OrderDescending()));
        Assert.That(kept.ReconstructionError, Is.EqualTo(scores.Select(s => -(float)s).OrderDescending()));
    }

    [Test]
    public void Of_ManyRows_GivesPValuesThatAreNeverTooSmallAndAtMostOnePercentTooLarge()
    {
        var scores = Normals(50_000);
        float[] all = [.. scores.Select(s => (float)s)];

        var kept = CalibrationScores.Summarize(CalibratedModel.ByKind(scores, scores), "validation");

        Assert.That(kept.Counts, Has.Count.LessThan(1000));
        Assert.That(kept.Counts.Sum(), Is.EqualTo(scores.Length));

        foreach (var score in Normals(300, seed: 9).Select(s => (float)s).Append(float.MinValue).Append(10))
        {
            var exact = all.Count(c => c >= score);
            var given = kept.NegativeElbo.Zip(kept.Counts).Where(c => c.First >= score).Sum(c => c.Second);
            Assert.That(given, Is.AtLeast(exact).And.AtMost((exact * 1.01) + 1), $"score {score}");
        }
    }

    [Test]
    public void Open_Calibration_IsReadAndWrittenUnchanged()
    {
        Open(Small);
        var scores = CalibrationJson.File.Parse(File.ReadAllBytes(Path.Combine(folder, "calibration.json")), folder);

        Assert.That(
            Encoding.UTF8.GetString(ModelFolderFile<CalibrationScores>.ToBytes(scores)).TrimEnd(),
            Is.EqualTo(Small)
        );
    }

    [TestCase("nonsense", "no valid calibration")]
    [TestCase("null", "no valid calibration")]
    [TestCase("\"format_version\":1", "\"format_version\":2", "version 2")]
    [TestCase("\"rows\":3", "\"rows\":4", "add up to 3")]
    [TestCase("[1,2]", "[3,0]", "each at least 1")]
    [TestCase("[1,2]", "[]", "0 counts")]
    [TestCase("[2.5,1]", "[1,2.5]", "negative_elbo has 2 scores")]
    [TestCase("[2.5,1]", "[2.5]", "negative_elbo has 1 scores, expected 2")]
    [TestCase("[2,0.5]", "[1e999,0.5]", "reconstruction_error")]
    [TestCase("[2,0.5]", "null", "no valid calibration")]
    public void Open_BadCalibration_IsRefusedWithTheReason(string original, string replacement, string? reason = null)
    {
        var json = reason is null ? original : Small.Replace(original, replacement, StringComparison.Ordinal);

        Assert.That(
            () => Open(json),
            Throws
                .InstanceOf<VaeModelException>()
                .With.Message.Contains("calibration.json")
                .And.Message.Contains(reason ?? replacement)
        );
    }

    private static double[] Normals(int count, int seed = 5)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())
                ),
        ];
    }

    private void Open(string calibration)
    {
        File.WriteAllText(Path.Combine(folder, "calibration.json"), calibration);
        ChecksumFile.Write(folder);
        VaeModel.Open(folder).Dispose();
    }
}
