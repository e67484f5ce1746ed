using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet.Tests;

/// <summary>
/// Memory from ONNX Runtime's allocators, and runs with bound inputs and outputs. CUDA uses them, and these tests run them
/// on the CPU.
/// </summary>
public sealed class NativeBlockTests
{
    private static readonly TinyModel Model = TinyModel.Gaussian;
    private static readonly byte[] Encoder = File.ReadAllBytes(Path.Combine(Model.Folder, "encoder.onnx"));

    [Test]
    public void TryAllocate_AnyAllocator_GivesPiecesThatHoldWhatIsWritten()
    {
        using var session = new InferenceSession(Encoder);
        using var block = NativeBlock.TryAllocate(session, OrtMemoryInfo.DefaultInstance, 3 * 64)!;
        var first = block.Take(12);
        var second = block.Take(100);

        new RowValues(block.Bytes(first, 12)).As<float>().Fill(1);
        new RowValues(block.Bytes(second, 100)).As<int>().Fill(2);

        Assert.That(new RowValues(block.Bytes(first, 12)).As<float>().ToArray(), Is.EqualTo(new float[] { 1, 1, 1 }));
        Assert.That(
            new RowValues(block.Bytes(second, 100)).As<int>().ToArray(),
            Has.Length.EqualTo(25).And.All.EqualTo(2)
        );
        Assert.That(block.Address(second) - block.Address(first), Is.EqualTo((nint)64));
        Assert.That(
            () => new RowValues(block.Bytes(second, 200)).As<int>().Clear(),
            Throws.TypeOf<ArgumentOutOfRangeException>(),
            "beyond the end"
        );
    }

    [Test]
    public void Use_AfterDispose_IsRefused()
    {
        using var session = new InferenceSession(Encoder);
        var block = NativeBlock.TryAllocate(session, OrtMemoryInfo.DefaultInstance, 64)!;

        block.Dispose();
        block.Dispose();

        Assert.That(
            () => new RowValues(block.Bytes(0, 4)).As<float>().Clear(),
            Throws.TypeOf<ObjectDisposedException>()
        );
    }

    /// <summary>Without a device, there is no pinned memory. This affects only the speed.</summary>
    [Test]
    public void Allocate_DeviceWithoutPinnedMemory_GivesOrdinaryMemory()
    {
        Assume.That(CudaTestAttribute.WhyUnavailable, Is.Not.Null, "CUDA is there");
        var session = SaysItIsOnCuda();

        using var block = session.Allocate(64);

        Assert.That(block, Is.TypeOf<PooledBlock>());

        session.Release();
    }

    [Test]
    public void Run_Bound_GivesWhatAPlainRunGives()
    {
        var session = SaysItIsOnCuda();
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

    /// <summary>Creates a session that runs on the CPU but is treated as a session on CUDA.</summary>
    private static SharedSession SaysItIsOnCuda() =>
        new(new InferenceSession(Encoder), SessionSettings.From(new()), cudaDevice: 0);
}
