using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>
/// Two machines with two channels each, of which heat follows load, with a checkpoint and a model folder, created when a test first uses them.
/// </summary>
internal static class TinySeries
{
    public const int RowCount = 400;
    public const int Window = 8;
    public const int FirstAnomaly = 300;
    public const int AnomalyCount = 12;

    private static readonly SharedFolder Shared = new(Train);

    public static string Data => Shared["series.csv"];

    public static string Checkpoint => Shared["checkpoint"];

    public static string Folder => Shared["model"];

    /// <summary>Gets options that keep training short.</summary>
    public static string[] Sizes => ["--epochs=12", "--hidden=16", "--latent=2", "--batch-size=32"];

    /// <summary>
    /// Creates CSV text with a time, a machine, the channels Load, Heat and On, a text, and a label of rows in which heat does not follow load.
    /// </summary>
    public static string Rows(int count, int seed, bool hasAnomaly = false) =>
        "When,Machine,Load,Heat,On,Place,Label\n" + string.Concat(Lines(count, seed, hasAnomaly).Select(l => $"{l}\n"));

    /// <summary>Returns the rows of <see cref="Rows"/> without the header: machines a and b take turns.</summary>
    public static IEnumerable<string> Lines(int count, int seed, bool hasAnomaly = false)
    {
        Random random = new(seed);
        return Enumerable
            .Range(0, count)
            .Select(i =>
            {
                var isAnomaly = hasAnomaly && i is >= FirstAnomaly and < FirstAnomaly + AnomalyCount && i % 2 == 0;
                var load = Math.Sin(i / 9.0) + 0.1 * random.NextDouble();
                var heat = 50 + (isAnomaly ? -40 : 5) * load + 0.2 * random.NextDouble();
                var time = new DateTime(2024, 1, 1).AddMinutes(i / 2);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{time:yyyy-MM-dd HH:mm},{(i % 2 == 0 ? "a" : "b")},{load:0.000},{heat:0.000},{(load > 0 ? "yes" : "no")},hall {i % 3},{(isAnomaly ? 1 : 0)}"
                );
            });
    }

    private static void Train(TemporaryFolder folder)
    {
        var data = folder.Write("series.csv", Rows(RowCount, seed: 1));
        ToolRun
            .Run([
                "train",
                $"--data={data}",
                "--time=When",
                "--series=Machine",
                "--label-column=Label",
                $"--window={Window}",
                $"--out={folder["checkpoint"]}",
                .. Sizes,
            ])
            .Succeeded();
        ToolRun
            .Run("export", $"--checkpoint={folder["checkpoint"]}", $"--data={data}", $"--out={folder["model"]}")
            .Succeeded();
    }
}
