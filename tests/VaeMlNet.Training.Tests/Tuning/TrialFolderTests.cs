namespace VaeMlNet.Tests;

public sealed class TrialFolderTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    /// <summary>The folder does not exist before, so that all tuners see a new one.</summary>
    [Test]
    [Proves(77)]
    public void Open_TunersOfDifferentSettingsAtOnce_OneEntersAndTheOthersAreRefused([Range(1, 20)] int round)
    {
        const int count = 4;
        var path = folder[$"tuning {round}"];
        using var start = new Barrier(count);
        var refusals = new string?[count];
        Thread[] tuners =
        [
            .. Enumerable
                .Range(0, count)
                .Select(seed => new Thread(() =>
                {
                    start.SignalAndWait();
                    refusals[seed] = Open(path, seed);
                })),
        ];
        Array.ForEach(tuners, tuner => tuner.Start());
        Array.ForEach(tuners, tuner => tuner.Join());

        var refused = refusals.OfType<string>().ToArray();

        Assert.That(refused, Has.Length.EqualTo(count - 1));
        Assert.That(refused, Is.All.Contains("the seed differs"));
    }

    private static string? Open(string path, int seed)
    {
        try
        {
            TrialFolder.Open(path, Plan(seed), mayContinue: true);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static TuningPlan Plan(int seed) =>
        new(
            1,
            VaeTuningObjective.Bound,
            null,
            VaeTuningMethod.Random,
            seed,
            FoldCount: 1,
            ForAnomalies: false,
            new VaeTrainerOptions(),
            ["a", "b"],
            RowCount: 10,
            TableSha256: ""
        );
}
