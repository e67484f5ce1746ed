using System.Runtime.InteropServices;

namespace VaeMlNet.Tests;

/// <summary>Rows without missing cells do not pass the graphs of VaeImpute.</summary>
public sealed class GapsBatchTests
{
    private const int AgeInput = 0;
    private const int VitalsInput = 1;
    private const int JobInput = 3;

    private static readonly ModelFolder Folder = ModelFolder.Open(TinyTable.Folder);
    private readonly RecordingBatch graphs = new();

    [Test]
    public void Run_SomeRowsWithGaps_PassesTheseOnlyAndGivesEachRowItsOwnValues()
    {
        using var batch = NewBatch([GraphTensors.ImputerOutput(Column(AgeInput)), GraphTensors.Uncertainty(Column(0))]);
        float[] ages = [30, float.NaN, 31, float.PositiveInfinity, 32];
        WriteAges(batch, ages);

        batch.Run(ages.Length);

        Assert.That(graphs.Runs, Is.EqualTo(new[] { 2 }));
        Assert.That(graphs.Input<float>(AgeInput, 0)[0], Is.NaN);
        Assert.That(graphs.Input<float>(AgeInput, 1)[0], Is.EqualTo(float.PositiveInfinity));
        Assert.That(
            Enumerable.Range(0, ages.Length).Select(row => batch.Output<float>(0, row)[0]),
            Is.EqualTo(new float[] { 30, RecordingBatch.Filled, 31, RecordingBatch.Filled + 1, 32 })
        );
        Assert.That(
            Enumerable.Range(0, ages.Length).Select(row => batch.Output<float>(1, row)[0]),
            Is.EqualTo(new[] { float.NaN, RecordingBatch.Filled, float.NaN, RecordingBatch.Filled + 1, float.NaN })
        );
    }

    [Test]
    public void Run_NoRowWithGaps_RunsNothing()
    {
        using var batch = NewBatch([GraphTensors.ImputerOutput(Column(AgeInput))]);
        WriteAges(batch, [30, 31]);

        batch.Run(2);

        Assert.That(graphs.Runs, Is.Empty);
        Assert.That(batch.Output<float>(0, 1)[0], Is.EqualTo(31));
    }

    [TestCase(VitalsInput, true)]
    [TestCase(AgeInput, false)]
    public void Run_GapInOneOfSeveralColumns_PassesTheRowIfItIsRequested(int requested, bool passes)
    {
        using var batch = NewBatch([GraphTensors.ImputerOutput(Column(requested))]);
        WriteAges(batch, [30]);
        batch.Input<float>(VitalsInput, 0)[1] = float.NaN;

        batch.Run(1);

        Assert.That(graphs.Runs, Has.Count.EqualTo(passes ? 1 : 0));
    }

    [TestCase(0u, true)]
    [TestCase(1u, false)]
    [TestCase(3u, false)]
    [TestCase(4u, true)]
    public void Run_MissingOrUnknownKey_IsAGap(uint key, bool isGap)
    {
        using var batch = NewBatch([GraphTensors.ImputerOutput(Column(JobInput))]);
        batch.Input<uint>(JobInput, 0)[0] = key;

        batch.Run(1);

        Assert.That(Column(JobInput).KeyCount, Is.EqualTo(3));
        Assert.That(graphs.Runs, Has.Count.EqualTo(isGap ? 1 : 0));
    }

    private static VaeColumn Column(int input) => Folder.Manifest.InputColumns[input];

    private GapsBatch NewBatch(GraphTensor[] outputs)
    {
        graphs.Runs.Clear();
        var settings = SessionSettings.From(new VaeSessionOptions());
        var step = ImputeStep.Create(new(Folder, settings), null, new() { UncertaintySuffix = "Uncertainty" });
        return new(step, outputs, capacity: 8, graphs);
    }

    private static void WriteAges(GapsBatch batch, float[] ages)
    {
        foreach (var (row, age) in ages.Index())
        {
            batch.Input<float>(AgeInput, row)[0] = age;
        }
    }

    /// <summary>Records the rows that it gets. Its output for each is a number that tells its place.</summary>
    private sealed class RecordingBatch : StepBatch
    {
        public const float Filled = 100;

        private readonly TypedRows rows = new(GraphTensors.Inputs(Folder.Manifest), capacity: 8);

        public List<int> Runs { get; } = [];

        public override RowValues Input(int input, int row) => rows.Row(input, row);

        public override RowValues Output(int output, int row) =>
            new(MemoryMarshal.AsBytes(new[] { Filled + row }.AsSpan()));

        public override void Run(int rowCount) => Runs.Add(rowCount);

        public override void Dispose() { }
    }
}
