using System.Diagnostics;
using System.Globalization;

namespace VaeMlNet.Cli.Tests;

/// <summary>Verbs on CSV files with more rows than a block.</summary>
internal sealed class BlockScoringTests
{
    private const int RowCount = 24_000;
    private const int RowsPerPiece = 2048;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(81)]
    public void Score_ManyRowsOfATable_AreThoseOfSmallFiles()
    {
        var text = TinyTable
            .Rows(RowCount, seed: 3)
            .Replace(",blue,", ",\"a color\nthat is new\",", StringComparison.Ordinal);
        string[] options = ["--keep=all", "--contributions", "--p-values"];

        var whole = Run("score", TinyTable.Folder, text, options);
        var pieces = Pieces(text).Select(piece => Run("score", TinyTable.Folder, piece, options)).ToArray();

        Assert.That(whole.Text, Is.EqualTo(Joined(pieces.Select(piece => piece.Text))));
        Assert.That(Anomalies(whole.Output), Is.EqualTo(pieces.Sum(piece => Anomalies(piece.Output))).And.Positive);
        Assert.That(Unseen(whole.Error), Is.EqualTo(pieces.Sum(piece => Unseen(piece.Error))).And.Positive);
    }

    [TestCase("score")]
    [TestCase("encode")]
    [Proves(81)]
    public void Run_ManyRowsOfFeatures_AreThoseOfSmallFiles(string verb)
    {
        var text = TinyModel.Rows(RowCount, seed: 3);

        var whole = Run(verb, TinyModel.Folder, text);

        Assert.That(
            whole.Text,
            Is.EqualTo(Joined(Pieces(text).Select(piece => Run(verb, TinyModel.Folder, piece).Text)))
        );
    }

    [Test]
    [Proves(81)]
    [Category("Long")]
    public void Impute_ManyRowsOfATable_AreThoseOfSmallFiles()
    {
        var text = TinyTable.Rows(RowCount, seed: 3);

        var whole = Run("impute", TinyTable.Folder, text, "--uncertainty");
        var pieces = Pieces(text).Select(piece => Run("impute", TinyTable.Folder, piece, "--uncertainty")).ToArray();

        Assert.That(whole.Text, Is.EqualTo(Joined(pieces.Select(piece => piece.Text))));
        Assert.That(
            Number(whole.Output, "filled "),
            Is.EqualTo(pieces.Sum(piece => Number(piece.Output, "filled "))).And.Positive
        );
    }

    [Test]
    public void Score_ManyRowsFromStandardInput_AreThoseOfTheFile()
    {
        var text = TinyModel.Rows(RowCount, seed: 3);

        var piped = ToolRun.RunWithInput(text, "score", TinyModel.Folder, "--data=-", "--out=-");

        Assert.That(piped.Result, Is.EqualTo(Run("score", TinyModel.Folder, text).Text), piped.Error);
    }

    [Test]
    public void Score_LabelsOfManyRows_RanksThemAsTheFileHasThem()
    {
        var lines = TinyModel.Rows(RowCount, seed: 3).TrimEnd('\n').Split('\n');
        var labeled = string.Join('\n', lines.Select((line, i) => i == 0 ? $"{line},bad" : $"{line},{Label(i)}"));
        var data = folder.Write("x.csv", labeled);
        string[] arguments = ["score", TinyModel.Folder, $"--data={data}", "--label-column=bad"];

        var csv = ToolRun.Run([.. arguments, $"--out={folder["s.csv"]}"]).Succeeded();
        var idv = ToolRun.Run([.. arguments, $"--out={folder["s.idv"]}"]).Succeeded();

        Assert.That(csv.OutputLines[^1], Does.StartWith("auroc=").And.EqualTo(idv.OutputLines[^1]));

        static int Label(int row) => row % 11 == 0 ? 1 : 0;
    }

    [Test]
    [Proves(81)]
    public void Score_BadCellFarFromTheStart_NamesItsRowAndWritesNothing()
    {
        var lines = TinyModel.Rows(RowCount, seed: 3).Split('\n');
        lines[20_001] = "1,oops,2";
        var data = folder.Write("x.csv", string.Join('\n', lines));

        ToolRun
            .Run("score", TinyModel.Folder, $"--data={data}", $"--out={folder["s.csv"]}")
            .Failed(1, $"CSV file '{data}', row 20001 (line 20002), column 'b': 'oops' is not a finite number");

        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv" }));
    }

    [Test]
    public void Score_BadCellAmongTheFirstRows_LeavesStandardOutputEmpty()
    {
        var run = ToolRun.RunWithInput("a,b,c\n1,oops,2\n", "score", TinyModel.Folder, "--data=-", "--out=-");

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Result, Is.Empty);
    }

    [Test]
    public void Score_Canceled_WritesNothing()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(RowCount, seed: 3));
        using CancellationTokenSource cancellation = new();
        cancellation.Cancel();

        var run = ToolRun.Run(cancellation.Token, "score", TinyModel.Folder, $"--data={data}", $"--out={folder["s"]}");

        Assert.That(run.ExitCode, Is.EqualTo(ExitCode.Canceled));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv" }));
    }

    [Test]
    [Platform("Linux")]
    public void Score_ReaderOfTheOutputEnds_EndsWithoutAnError()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(RowCount, seed: 3));
        var tool = typeof(VaemlnetTool).Assembly.Location;
        ProcessStartInfo start = new(
            "bash",
            ["-c", $"dotnet '{tool}' score '{TinyModel.Folder}' --data='{data}' --out=- | head -n 2"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();

        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(error.GetAwaiter().GetResult(), Does.Not.Contain("   at "));
    }

    /// <summary>The file alone takes more memory than the process may have.</summary>
    [TestCase("s.csv")]
    [TestCase("/dev/stdout")]
    [Category("Long")]
    [Platform("Linux")]
    [Proves(83)]
    public void Score_FileOf400MB_TakesLessThan300MB(string output)
    {
        const int copies = 400;
        const double mostBytes = 300e6;
        var rows = TinyTable.Rows(RowCount, seed: 3);
        var header = rows.IndexOf('\n', StringComparison.Ordinal) + 1;
        using (var text = File.CreateText(folder["x.csv"]))
        {
            text.Write(rows[..header]);
            for (var i = 0; i < copies; i++)
            {
                text.Write(rows.AsSpan(header));
            }
        }

        Assert.That(new FileInfo(folder["x.csv"]).Length, Is.GreaterThan(mostBytes));

        var tool = typeof(VaemlnetTool).Assembly.Location;
        var path = Path.Combine(folder.Path, output);
        ProcessStartInfo start = new(
            "bash",
            [
                "-c",
                $"dotnet '{tool}' score '{TinyTable.Folder}' --data='{folder["x.csv"]}' --out='{path}' --contributions --keep=all > /dev/null & "
                    + "while kill -0 $! 2> /dev/null; do grep -s VmHWM /proc/$!/status; sleep 0.05; done; wait $!",
            ]
        )
        {
            RedirectStandardOutput = true,
        };

        using var process = Process.Start(start)!;
        var peaks = process
            .StandardOutput.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => 1024 * long.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture));
        process.WaitForExit();

        Assert.That(process.ExitCode, Is.Zero);
        Assert.That(peaks.Max(), Is.InRange(20e6, mostBytes));
    }

    private (string Text, string Output, string Error) Run(
        string verb,
        string model,
        string text,
        params string[] options
    )
    {
        var data = folder.Write("x.csv", text);
        var run = ToolRun.Run([verb, model, $"--data={data}", $"--out={folder["s.csv"]}", .. options]);

        Assert.That(run.ExitCode, Is.Zero, run.Error);

        return (File.ReadAllText(folder["s.csv"]), run.Output, run.Error);
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var file = CsvText(text);
        return file.Rows.Chunk(RowsPerPiece).Select(rows => file.Header + string.Concat(rows));
    }

    // A record of these tests ends at a line end that an even number of quotes is before.
    private static (string Header, IEnumerable<string> Rows) CsvText(string text)
    {
        List<string> records = [];
        var (start, isQuoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"';
            if (text[i] == '\n' && !isQuoted)
            {
                records.Add(text[start..(i + 1)]);
                start = i + 1;
            }
        }

        return (records[0], records.Skip(1));
    }

    private static string Joined(IEnumerable<string> files) =>
        string.Concat(
            files.Select((text, i) => i == 0 ? text : text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..])
        );

    private static long Anomalies(string output) => Number(output, "rows, ");

    private static long Unseen(string error) => error == "" ? 0 : Number(error, "warning: ");

    private static long Number(string text, string before) =>
        long.Parse(
            text[(text.IndexOf(before, StringComparison.Ordinal) + before.Length)..].Split(' ')[0],
            CultureInfo.InvariantCulture
        );
}
