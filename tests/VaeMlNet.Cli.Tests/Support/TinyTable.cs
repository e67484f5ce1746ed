using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>A table of mixed columns with missing cells, with a checkpoint and a model folder of it, created when a test first uses them.</summary>
internal static class TinyTable
{
    public const int RowCount = 80;

    private static readonly SharedFolder Shared = new(TrainAndExport);

    public static string Data => Shared["table.csv"];

    public static string Checkpoint => Shared["checkpoint"];

    public static string Folder => Shared["model"];

    private static void TrainAndExport(TemporaryFolder folder)
    {
        var data = folder.Write("table.csv", Rows(RowCount, seed: 1));
        ToolRun
            .Run(["train", "--model=table", $"--data={data}", $"--out={folder["checkpoint"]}", .. Sizes])
            .Succeeded();
        ToolRun
            .Run("export", $"--checkpoint={folder["checkpoint"]}", $"--data={data}", $"--out={folder["model"]}")
            .Succeeded();
    }

    /// <summary>Gets options that keep training short and that ignore the columns without use.</summary>
    public static string[] Sizes =>
        ["--epochs=4", "--hidden=8", "--latent=2", "--batch-size=16", "--ignore=Id", "--label-column=Fraud"];

    /// <summary>
    /// Creates CSV text with an identifier, a number with missing values, a number, a Boolean, a category with missing
    /// values, and a label that is 1 in every tenth row.
    /// </summary>
    public static string Rows(int count, int seed)
    {
        Random random = new(seed);
        return "Id,Age,Income,Member,Color,Fraud\n"
            + string.Concat(Enumerable.Range(0, count).Select(i => Row(random, i)));
    }

    private static string Row(Random random, int i)
    {
        var age = 20 + 40 * random.NextDouble();
        var isFraud = i % 10 == 0;
        var income = isFraud ? -90_000 : 1000 * age + 5000 * random.NextDouble();
        var ageCell = i % 7 == 3 ? "" : age.ToString("0.0", CultureInfo.InvariantCulture);
        var color =
            i % 9 == 5 ? "NA"
            : age < 35 ? "blue"
            : i % 2 == 0 ? "\"dark, red\""
            : "green";
        var member = age > 50 ? "true" : "false";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"x{i},{ageCell},{income:0},{member},{color},{(isFraud ? 1 : 0)}\n"
        );
    }
}
