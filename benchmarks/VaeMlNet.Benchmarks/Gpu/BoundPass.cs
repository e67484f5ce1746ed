using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// Runs ONNX Runtime alone: gathers rows into bound memory and runs.
/// </summary>
/// <remarks>Thread safety: one thread at a time.</remarks>
internal sealed class BoundPass : IDisposable
{
    private readonly OwnedResources owned = new();
    private readonly RunOptions runOptions = new();
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly OrtValue input;
    private readonly OrtValue output;
    private readonly float[][] rows;
    private readonly string inputName;
    private readonly int batchSize;

    /// <param name="graph">The graph, with one output that is measured.</param>
    /// <param name="gpuDeviceId">The CUDA device; null for the CPU.</param>
    /// <param name="threads">The number of threads on the CPU.</param>
    /// <param name="rows">The rows. Their number is a multiple of the batch size.</param>
    /// <param name="batchSize">The number of rows of a run.</param>
    public BoundPass(GraphFile graph, int? gpuDeviceId, int threads, float[][] rows, int batchSize)
    {
        this.rows = rows;
        this.batchSize = batchSize;
        inputName = graph.Input;
        session = owned.Add(Open(graph, gpuDeviceId, threads));
        owned.Add(runOptions);
        input = owned.Add(Allocate(session.InputMetadata[inputName]));
        var outputName = graph.Outputs[0];
        output = owned.Add(Allocate(session.OutputMetadata[outputName]));
        binding = owned.Add(session.CreateIoBinding());
        binding.BindOutput(outputName, output);
    }

    /// <summary>Runs the session on every row and returns the checksum.</summary>
    public double RunAll()
    {
        double checksum = 0;
        for (var start = 0; start < rows.Length; start += batchSize)
        {
            checksum += Run(rows.AsSpan(start, batchSize));
        }

        return checksum;
    }

    public void Dispose() => owned.Dispose();

    private double Run(ReadOnlySpan<float[]> batch)
    {
        var values = input.GetTensorMutableDataAsSpan<float>();
        var width = values.Length / batchSize;
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i].CopyTo(values[(i * width)..]);
        }

        // Binding copies the input to the device, so it is bound for each run.
        binding.ClearBoundInputs();
        binding.BindInput(inputName, input);
        binding.SynchronizeBoundInputs();
        session.RunWithBinding(runOptions, binding);
        binding.SynchronizeBoundOutputs();
        return Sum(output.GetTensorDataAsSpan<float>());
    }

    /// <summary>Adds the first value of each row, as a reader of a column does.</summary>
    private double Sum(ReadOnlySpan<float> values)
    {
        var width = values.Length / batchSize;
        double sum = 0;
        for (var row = 0; row < batchSize; row++)
        {
            sum += Math.Abs(values[row * width]);
        }

        return sum;
    }

    private OrtValue Allocate(NodeMetadata tensor) =>
        OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance,
            TensorElementType.Float,
            [batchSize, .. tensor.Dimensions.Skip(1).Select(size => (long)size)]
        );

    private static InferenceSession Open(GraphFile graph, int? gpuDeviceId, int threads)
    {
        using SessionOptions options = new() { InterOpNumThreads = 1, IntraOpNumThreads = threads };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (gpuDeviceId is not { } device)
        {
            return new(graph.Path, options);
        }

        using OrtCUDAProviderOptions cuda = new();
        cuda.UpdateOptions(
            new()
            {
                ["device_id"] = FormattableString.Invariant($"{device}"),
                // As VaeMlNet does.
                ["use_tf32"] = "0",
            }
        );
        options.AppendExecutionProvider_CUDA(cuda);
        return new(graph.Path, options);
    }
}
