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

    /// <summary>A copy under the name of another trial would count twice.</summary>
    [Test]
    [Proves(77)]
    public void Find_ResultOfAnotherTrial_IsRefused([Values] bool isOpenedAgain)
    {
        var path = folder["tuning"];
        var opened = TrialFolder.Open(path, () => Plan(1), mayContinue: true);
        opened.Add(
            new()
            {
                Number = 1,
                EpochShare = 1,
                Options = new(),
                Values = new Dictionary<string, string>(),
            }
        );
        File.Copy(
            folder["tuning", "trials", "trial-00001-100.json"],
            folder["tuning", "trials", "trial-00002-100.json"]
        );

        Assert.That(
            () => isOpenedAgain ? TrialFolder.OpenToRead(path).Folder.Find(1, 1) : opened.Find(2, 1),
            Throws
                .TypeOf<VaeModelException>()
                .With.Message.Contains("trial-00002-100.json' of a tuning is that of another trial")
        );
    }

    private static string? Open(string path, int seed)
    {
        try
        {
            TrialFolder.Open(path, () => Plan(seed), mayContinue: true);
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
