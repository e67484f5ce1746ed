using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>A table of three related columns, and what training on it left: checkpoint and model folder, made once.</summary>
[SetUpFixture]
internal sealed class TinyModel
{
    public const int RowCount = 60;

    private static TemporaryFolder? shared;

    public static string Table => Shared["table.csv"];

    public static string Checkpoint => Shared["checkpoint"];

    public static string Folder => Shared["model"];

    private static TemporaryFolder Shared => shared ?? throw new InvalidOperationException("The fixture has not run.");

    [OneTimeSetUp]
    public void TrainAndExport()
    {
        shared = new TemporaryFolder();
        shared.Write("table.csv", Rows(RowCount, seed: 1));
        ToolRun
            .Run(
                "train",
                "--model=fully-connected",
                $"--data={Table}",
                "--hidden=5",
                "--latent=2",
                "--likelihood=gaussian",
                "--epochs=2",
                "--batch-size=16",
                $"--out={Checkpoint}"
            )
            .Succeeded();
        ToolRun.Run("export", $"--checkpoint={Checkpoint}", $"--data={Table}", $"--out={Folder}").Succeeded();
    }

    [OneTimeTearDown]
    public void Delete() => shared?.Dispose();

    /// <summary>CSV text with the columns a, b = 2a + noise, c = noise.</summary>
    public static string Rows(int count, int seed)
    {
        Random random = new(seed);
        var rows = Enumerable
            .Range(0, count)
            .Select(_ =>
            {
                var a = random.NextDouble() * 2 - 1;
                var b = 2 * a + 0.1 * random.NextDouble();
                return string.Create(CultureInfo.InvariantCulture, $"{a:R},{b:R},{random.NextDouble():R}\n");
            });
        return "a,b,c\n" + string.Concat(rows);
    }

    /// <summary>A copy of the model folder that a test may damage.</summary>
    public static string CopyModel(TemporaryFolder target) => target.CopyOf(Folder, "model");
}
