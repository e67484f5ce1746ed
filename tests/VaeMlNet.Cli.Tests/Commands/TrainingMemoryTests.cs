using System.Diagnostics;
using System.Globalization;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Cli.Tests;

/// <summary>The tool keeps one copy of the rows that it trains on.</summary>
[Category("Long")]
[Platform("Linux", Reason = "The largest memory of a process is read from Linux's /proc.")]
public class TrainingMemoryTests
{
    private const int FewRows = 1000;
    private const int Columns = 40;

    // The garbage collector, the order of an epoch, and the scores of the rows for the thresholds.
    private const double OtherBytesPerRow = 40;
    private const double OtherBytes = 64e6;

    [TestCase("fully-connected", 1_500_000)]
    [TestCase("detector", 1_000_000)]
    [TestCase("table", 700_000)]
    [Proves(80)]
    public void Train_Csv_KeepsOneCopyOfItsNumbers(string model, int rowCount)
    {
        using TemporaryFolder folder = new();
        var few = Peak(model, folder, FewRows);
        var many = Peak(model, folder, rowCount);
        var one = 4.0 * rowCount * Columns;
        TestContext.Out.WriteLine(
            FormattableString.Invariant($"{few / 1e6:F0} MB and {many / 1e6:F0} MB: {(many - few) / one:F2} copies")
        );

        Assert.That(many - few, Is.LessThan(one + (OtherBytesPerRow * rowCount) + OtherBytes));
    }

    /// <summary>The imputation is fitted to some thousand rows with a slot for each category, whose operators must not keep all of their results.</summary>
    [Test]
    [Proves(80)]
    public void Train_CategoriesWithGaps_TakesLessThan1000MB()
    {
        using TemporaryFolder folder = new();
        WriteCategories(folder["categories.csv"]);

        Assert.That(Peak("table", folder, folder["categories.csv"]) / 1e6, Is.LessThan(1000));
    }

    private static double Peak(string model, TemporaryFolder folder, int rowCount)
    {
        var csv = folder[$"{rowCount}.csv"];
        Write(csv, rowCount);
        return Peak(model, folder, csv);
    }

    private static double Peak(string model, TemporaryFolder folder, string csv)
    {
        string[] arguments =
        [
            typeof(VaemlnetTool).Assembly.Location,
            "train",
            $"--model={model}",
            $"--data={csv}",
            "--epochs=1",
            "--hidden=16",
            "--latent=4",
            "--batch-size=1000",
            .. model == "fully-connected" ? ["--likelihood=gaussian"] : Array.Empty<string>(),
            $"--out={folder["checkpoint"]}",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        double peak = 0;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
        }

        Assert.That(process.ExitCode, Is.Zero);

        return peak;
    }

    private static double PeakOf(int process)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status")
                .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
                .Select(line => 1024 * double.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture))
                .FirstOrDefault();
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }

    private static void Write(string path, int rowCount)
    {
        Random random = new(1);
        using StreamWriter csv = new(path);
        csv.WriteLine(string.Join(',', Enumerable.Range(0, Columns).Select(column => $"x{column}")));
        var cells = new string[Columns];
        for (var row = 0; row < rowCount; row++)
        {
            var factor = random.NextDouble();
            for (var column = 0; column < Columns; column++)
            {
                cells[column] = (factor * (column + 1) + random.NextDouble()).ToString(
                    "F3",
                    CultureInfo.InvariantCulture
                );
            }

            csv.WriteLine(string.Join(',', cells));
        }
    }

    private static void WriteCategories(string path)
    {
        const int rowCount = 5000;
        const int columns = 12;
        const int categories = 10;
        Random random = new(1);
        using StreamWriter csv = new(path);
        csv.WriteLine(string.Join(',', Enumerable.Range(0, columns).Select(column => $"x{column}")));
        for (var row = 0; row < rowCount; row++)
        {
            var first = random.Next(categories);
            csv.WriteLine(
                string.Join(
                    ',',
                    Enumerable
                        .Range(0, columns)
                        .Select(column =>
                            random.Next(20) == 0 ? ""
                            : random.Next(2) == 0 ? $"c{(first + column) % categories}"
                            : $"c{random.Next(categories)}"
                        )
                )
            );
        }
    }
}
