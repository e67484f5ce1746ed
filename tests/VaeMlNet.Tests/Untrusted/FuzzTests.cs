namespace VaeMlNet.Tests;

/// <summary>
/// Damaged model folders and saved graphs give a result or a documented exception, within limits of time and memory.
/// </summary>
public sealed class FuzzTests
{
    [Test]
    [Proves(35)]
    public void Open_30DamagedFolders_EndInAnswerOrVaeModelException() =>
        Fuzz(ModelFolderTarget.Name, firstSeed: 0, count: 30);

    [Test]
    [Category("Long")]
    [Proves(35)]
    public void Open_10000DamagedFolders_EndInAnswerOrVaeModelException() =>
        Fuzz(ModelFolderTarget.Name, FuzzInputs.FirstSeed(30), FuzzInputs.Count(10_000));

    [Test]
    [Proves(35)]
    public void Restore_30DamagedGraphs_EndInAnswerOrDocumentedException() =>
        Fuzz(SavedGraphTarget.Name, firstSeed: 0, count: 30);

    [Test]
    [Category("Long")]
    [Proves(35)]
    public void Restore_10000DamagedGraphs_EndInAnswerOrDocumentedException() =>
        Fuzz(SavedGraphTarget.Name, FuzzInputs.FirstSeed(30), FuzzInputs.Count(10_000));

    private static void Fuzz(string target, int firstSeed, int count)
    {
        using var temporary = new TemporaryFolder();
        var session = FuzzSession.Run(
            (first, seeds) =>
                ChildProcess.Start(
                    temporary.Path,
                    FuzzRun.Verb,
                    target,
                    TinyModel.Bernoulli.Folder,
                    temporary["model"],
                    $"{first}",
                    $"{seeds}"
                ),
            firstSeed,
            count
        );

        Assert.That(session.Refused, Is.GreaterThan(count / 3), "the damage has to be found");
        Assert.That(session.Accepted, Is.GreaterThan(count / 25), "not everything may be refused outright");
    }
}
