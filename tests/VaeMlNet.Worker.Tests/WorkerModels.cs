namespace VaeMlNet.Worker.Tests;

/// <summary>A model of three features and one of a table, created when a test first uses them.</summary>
internal static class WorkerModels
{
    private static readonly SharedFolder Shared = new(TrainAndExport);

    public static string Features => Shared["features"];

    public static string Table => Shared["table"];

    private static void TrainAndExport(TemporaryFolder folder)
    {
        var features = folder.Write("features.csv", TinyModel.Rows(TinyModel.RowCount, seed: 1));
        var table = folder.Write("table.csv", TinyTable.Rows(TinyTable.RowCount, seed: 1));
        Export(
            features,
            folder["features"],
            "--model=fully-connected",
            "--likelihood=gaussian",
            "--hidden=5",
            "--latent=2",
            "--epochs=2"
        );
        Export(table, folder["table"], ["--model=table", .. TinyTable.Sizes]);
    }

    private static void Export(string data, string modelFolder, params string[] options) =>
        ToolRun.Run(["export", $"--data={data}", $"--out={modelFolder}", .. options]).Succeeded();
}
