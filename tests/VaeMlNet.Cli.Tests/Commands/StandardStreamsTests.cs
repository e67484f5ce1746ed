using System.Text;

namespace VaeMlNet.Cli.Tests;

internal sealed class StandardStreamsTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("encode")]
    [TestCase("score")]
    [TestCase("reconstruct")]
    public void Run_InputAndOutputAreDashes_GivesTheFileAndNothingElse(string verb)
    {
        ToolRun.Run(verb, TinyModel.Folder, $"--data={TinyModel.Table}", $"--out={folder["x.csv"]}").Succeeded();

        var piped = Pipe(File.ReadAllText(TinyModel.Table), verb, TinyModel.Folder);

        Assert.That(piped.ExitCode, Is.Zero, piped.Error);
        Assert.That(piped.Result, Is.EqualTo(File.ReadAllText(folder["x.csv"])));
        Assert.That(piped.Output, Is.Empty);
        Assert.That(piped.Error, Does.Contain($"{TinyModel.RowCount} rows"), "the summary goes to the error stream");
    }

    [TestCase("encode")]
    [TestCase("score")]
    [TestCase("reconstruct")]
    public void Run_ImagesOnStandardInput_GiveTheResultsOfTheFile(string verb)
    {
        var images = IdxBytes.Build(IdxBytes.UnsignedByte, [2, 1, 3], [0, 20, 40, 60, 80, 100]);
        File.WriteAllBytes(folder["images"], images);
        ToolRun.Run(verb, TinyModel.Folder, $"--data={folder["images"]}", $"--out={folder["x.csv"]}").Succeeded();

        var piped = Pipe(Encoding.Latin1.GetString(images), verb, TinyModel.Folder);

        Assert.That(piped.ExitCode, Is.Zero, piped.Error);
        Assert.That(piped.Result, Is.EqualTo(File.ReadAllText(folder["x.csv"])));
    }

    [Test]
    public void Impute_Piped_FillsTheTable()
    {
        var piped = Pipe(File.ReadAllText(TinyTable.Data), "impute", TinyTable.Folder);

        Assert.That(piped.Result.Split('\n'), Has.Length.EqualTo(TinyTable.RowCount + 2));
    }

    [Test]
    public void Synthesize_ToStandardOutput_GivesRowsOnly()
    {
        var run = ToolRun.Run("synthesize", TinyTable.Folder, "--rows=5", "--out=-");

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((0, "")));
        Assert.That(run.Result, Does.StartWith("Age,Income,Member,Color\n"));
    }

    [Test]
    public void Train_FromStandardInput_ReadsItAsOftenAsItNeeds()
    {
        ToolRun
            .RunWithInput(
                File.ReadAllText(TinyTable.Data),
                ["train", "--model=table", "--data=-", $"--out={folder["c"]}", .. TinyTable.Sizes]
            )
            .Succeeded();

        Assert.That(
            File.ReadAllBytes(Path.Combine(folder["c"], "checkpoint.json")).Length,
            Is.EqualTo(File.ReadAllBytes(Path.Combine(TinyTable.Checkpoint, "checkpoint.json")).Length).Within(100)
        );
    }

    [Test]
    public void Run_WrongCellOnStandardInput_NamesItAndDeletesTheCopy()
    {
        var before = Directory.GetFiles(Path.GetTempPath(), "vaemlnet-*.tmp");

        ToolRun
            .RunWithInput("a,b,c\n1,2,oops\n", "encode", TinyModel.Folder, "--data=-", $"--out={folder["x.csv"]}")
            .Failed(1, "CSV file '-', row 1", "column 'c'", "'oops'");

        Assert.That(folder.Entries, Is.Empty);
        Assert.That(Directory.GetFiles(Path.GetTempPath(), "vaemlnet-*.tmp"), Is.EqualTo(before));
    }

    [Test]
    public void Run_InputThatNeverEnds_CanBeCanceled()
    {
        using CancellationTokenSource source = new(TimeSpan.FromMilliseconds(200));
        using StringWriter error = new();
        CommandTerminal terminal = new(TextWriter.Null, error, isInteractive: false)
        {
            OpenInput = () => new Silence(),
        };

        var exitCode = VaemlnetTool.Run(
            ["encode", TinyModel.Folder, "--data=-", $"--out={folder["x.csv"]}"],
            terminal,
            source.Token
        );

        Assert.That((exitCode, folder.Entries), Is.EqualTo((130, Array.Empty<string>())), error.ToString());
    }

    [Test]
    public void Run_OutputWithoutAReader_EndsWithoutAnError()
    {
        using StringWriter error = new();
        CommandTerminal terminal = new(TextWriter.Null, error, isInteractive: false)
        {
            OpenOutput = () => new Closed(),
        };

        var exitCode = VaemlnetTool.Run(
            ["encode", TinyModel.Folder, $"--data={TinyModel.Table}", "--out=-"],
            terminal,
            CancellationToken.None
        );

        Assert.That((exitCode, error.ToString()), Is.EqualTo((ExitCode.ClosedOutput, "")));
    }

    [Test]
    public void Run_OutputFails_IsAnError()
    {
        using StringWriter error = new();
        CommandTerminal terminal = new(TextWriter.Null, error, isInteractive: false)
        {
            OpenOutput = () => new FullDisk(),
        };

        var exitCode = VaemlnetTool.Run(
            ["encode", TinyModel.Folder, $"--data={TinyModel.Table}", "--out=-"],
            terminal,
            CancellationToken.None
        );

        Assert.That(
            (exitCode, error.ToString().Trim()),
            Is.EqualTo((ExitCode.Error, "vaemlnet: error: No space left on device"))
        );
    }

    [TestCase("train")]
    [TestCase("export")]
    public void Run_FolderToStandardOutput_IsAUsageError(string verb) =>
        ToolRun.Run(verb, "--out=-").Failed(2, "--out is '-'", "folder");

    /// <summary>A terminal without input.</summary>
    private sealed class Silence : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => Wait();

        public override int Read(Span<byte> buffer) => Wait();

        public override void CopyTo(Stream destination, int bufferSize) => Wait();

        private static int Wait()
        {
            Thread.Sleep(TimeSpan.FromSeconds(20));
            return 0;
        }
    }

    /// <summary>A pipe whose reader has ended.</summary>
    private sealed class Closed : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) =>
            throw new ClosedOutputException(new IOException("Broken pipe"));

        public override void Write(ReadOnlySpan<byte> buffer) =>
            throw new ClosedOutputException(new IOException("Broken pipe"));
    }

    /// <summary>A file on a full disk.</summary>
    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }

    private static ToolRun Pipe(string input, string verb, string model) =>
        ToolRun.RunWithInput(input, verb, model, "--data=-", "--out=-");
}
