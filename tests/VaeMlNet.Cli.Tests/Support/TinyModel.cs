using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>A table of three related columns, with a checkpoint and a model folder of it, created when a test first uses them.</summary>
internal static class TinyModel
{
    public const int RowCount = 60;

    private static readonly SharedFolder Shared = new(TrainAndExport);

    public static string Table => Shared["table.csv"];

    public static string Checkpoint => Shared["checkpoint"];

    public static string Folder => Shared["model"];

    private static void TrainAndExport(TemporaryFolder folder)
    {
        var table = folder.Write("table.csv", Rows(RowCount, seed: 1));
        ToolRun
            .Run(
                "train",
                "--model=fully-connected",
                $"--data={table}",
                "--hidden=5",
                "--latent=2",
                "--likelihood=gaussian",
                "--epochs=2",
                "--batch-size=16",
                $"--out={folder["checkpoint"]}"
            )
            .Succeeded();
        ToolRun
            .Run("export", $"--checkpoint={folder["checkpoint"]}", $"--data={table}", $"--out={folder["model"]}")
            .Succeeded();
    }

    /// <summary>Creates CSV text with the columns a, b = 2a + noise, c = noise. A shift is added to a.</summary>
    public static string Rows(int count, int seed, double shift = 0)
    {
        Random random = new(seed);
        var rows = Enumerable
            .Range(0, count)
            .Select(_ =>
            {
                var a = random.NextDouble() * 2 - 1 + shift;
                var b = 2 * a + 0.1 * random.NextDouble();
                return string.Create(CultureInfo.InvariantCulture, $"{a:R},{b:R},{random.NextDouble():R}\n");
            });
        return "a,b,c\n" + string.Concat(rows);
    }

    /// <summary>Copies the model folder, so that a test may damage the copy.</summary>
    public static string CopyModel(TemporaryFolder target) => target.CopyOf(Folder, "model");
}
