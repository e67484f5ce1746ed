namespace VaeMlNet.Cli.Tests;

/// <summary>A model of three features and one of a table, made once.</summary>
[SetUpFixture]
internal sealed class WorkerModels
{
    private static TemporaryFolder? shared;

    public static string Features => Shared["features"];

    public static string Table => Shared["table"];

    private static TemporaryFolder Shared => shared ?? throw new InvalidOperationException("The fixture has not run.");

    [OneTimeSetUp]
    public void TrainAndExport()
    {
        shared = new TemporaryFolder();
        var features = shared.Write("features.csv", TinyModel.Rows(TinyModel.RowCount, seed: 1));
        var table = shared.Write("table.csv", TinyTable.Rows(TinyTable.RowCount, seed: 1));
        Export(
            features,
            Features,
            "--model=fully-connected",
            "--likelihood=gaussian",
            "--hidden=5",
            "--latent=2",
            "--epochs=2"
        );
        Export(table, Table, ["--model=table", .. TinyTable.Sizes]);
    }

    [OneTimeTearDown]
    public void Delete() => shared?.Dispose();

    private static void Export(string data, string folder, params string[] options) =>
        ToolRun.Run(["export", $"--data={data}", $"--out={folder}", .. options]).Succeeded();
}
