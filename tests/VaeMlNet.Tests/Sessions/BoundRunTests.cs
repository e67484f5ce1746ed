using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Tests;

/// <summary>Runs with bound inputs and outputs, as on CUDA, here on the CPU; and the memory of inputs and outputs.</summary>
public sealed class BoundRunTests
{
    private static readonly TinyModel Model = TinyModel.Gaussian;
    private static readonly byte[] Encoder = File.ReadAllBytes(Path.Combine(Model.Folder, "encoder.onnx"));

    [Test]
    public void Take_PinnedBlock_GivesAlignedPiecesThatHoldWhatIsWritten()
    {
        using var block = new PinnedBlock(3 * PinnedBlock.Alignment);
        var first = block.Take(12);
        var second = block.Take(100);

        new RowValues(block.Bytes(first, 12)).As<float>().Fill(1);
        new RowValues(block.Bytes(second, 100)).As<int>().Fill(2);

        Assert.That(new RowValues(block.Bytes(first, 12)).As<float>().ToArray(), Is.EqualTo(new float[] { 1, 1, 1 }));
        Assert.That(
            new RowValues(block.Bytes(second, 100)).As<int>().ToArray(),
            Has.Length.EqualTo(25).And.All.EqualTo(2)
        );
        Assert.That(block.Address(second) - block.Address(first), Is.EqualTo((nint)PinnedBlock.Alignment));
        Assert.That(block.Address(first) % PinnedBlock.Alignment, Is.EqualTo((nint)0));
    }

    [Test]
    public void Bytes_AfterDispose_AreRefused()
    {
        var block = new PinnedBlock(64);

        block.Dispose();
        block.Dispose();

        Assert.That(
            () => new RowValues(block.Bytes(0, 4)).As<float>().Clear(),
            Throws.TypeOf<ObjectDisposedException>()
        );
    }

    [Test]
    public void Run_Bound_GivesWhatAPlainRunGives()
    {
        // Runs on the CPU, but is treated as a session on CUDA.
        SharedSession session = new(new InferenceSession(Encoder), SessionSettings.From(new()), cudaDevice: 0);
        session.AddReference();
        using var bound = new SessionLease(session, () => session.Release(), new ModelFolderOwner("bound"));
        using var plain = SessionPool.Acquire(Encoder, SessionSettings.From(new()), new ModelFolderOwner("plain"));
        GraphTensor input = new("features", TinyModel.InputDim);
        GraphTensor[] outputs = [new("mean", TinyModel.LatentDim), new("log_variance", TinyModel.LatentDim)];
        // More than one batch, and the last one smaller: what is bound changes its content and its shape.
        float[] rows = [.. Model.Rows(600).SelectMany(r => r)];

        var actual = GraphRun.Over(bound, input, outputs, rows);

        Assert.That(actual, Is.EqualTo(GraphRun.Over(plain, input, outputs, rows)));
        Assert.That(actual[0].Distinct().Count(), Is.GreaterThan(500));
    }
}
