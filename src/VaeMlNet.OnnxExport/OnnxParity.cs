using TorchSharp;
using VaeMlNet.Onnx;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Compares what two models compute on the same inputs: a TorchSharp module and its export, or an export in float32 and
/// one in fewer bits. Runs the models it is given, so it needs no ONNX runtime of its own. Safe to use from several
/// threads on different modules.
/// </summary>
public static class OnnxParity
{
    /// <summary>The absolute part of the default tolerance: 1e-5.</summary>
    public const double DefaultAbsoluteTolerance = OutputTolerance.AbsoluteRounding;

    /// <summary>The relative part of the default tolerance: 1e-4.</summary>
    public const double DefaultRelativeTolerance = OutputTolerance.RelativeRounding;

    private static readonly long[] RandomBatches = [1, 7, 64];

    /// <summary>Compares a module of one float32 input with its export, on seeded batches of 1, 7 and 64 rows.</summary>
    /// <param name="module">The module; it computes in inference mode and is left in the mode it was in.</param>
    /// <param name="inputShape">The input's shape without the batch axis; the numbers are drawn from N(0, 1).</param>
    /// <param name="runExport">Runs the export on an input and returns its outputs in order; both tensors are disposed here.</param>
    /// <param name="seed">Decides the inputs.</param>
    /// <returns>The differences of the module's only output.</returns>
    /// <exception cref="OnnxExportException">The export has another number of outputs, or an output of another shape.</exception>
    public static OnnxParityReport Compare(
        torch.nn.Module<torch.Tensor, torch.Tensor> module,
        long[] inputShape,
        Func<torch.Tensor[], torch.Tensor[]> runExport,
        int seed = 1
    )
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputShape);
        using var scope = torch.NewDisposeScope();
        var random = new Random(seed);
        var batches = RandomBatches.Select(rows => new[] { DrawNormal(random, [rows, .. inputShape]) }).ToArray();
        using var mode = new InferenceMode(module);
        return Compare(inputs => [module.forward(inputs[0])], runExport, batches);
    }

    /// <summary>Compares two models on given inputs.</summary>
    /// <param name="expected">
    /// Computes the outputs to compare with; they are disposed here. Called without gradients; put a module into evaluation
    /// mode first.
    /// </param>
    /// <param name="actual">Computes the outputs to judge; they are disposed here.</param>
    /// <param name="batches">The inputs of each run, in the models' order; not disposed.</param>
    /// <param name="absoluteTolerance">Default 1e-5; with the relative one, what <see cref="OnnxParityReport.Agrees"/> allows.</param>
    /// <param name="relativeTolerance">Default 1e-4, of the expected number's magnitude.</param>
    /// <returns>The differences of each output, over all batches.</returns>
    /// <exception cref="ArgumentException">There are no batches.</exception>
    /// <exception cref="OnnxExportException">The models have another number of outputs, or one of another shape.</exception>
    public static OnnxParityReport Compare(
        Func<torch.Tensor[], torch.Tensor[]> expected,
        Func<torch.Tensor[], torch.Tensor[]> actual,
        IReadOnlyList<torch.Tensor[]> batches,
        double absoluteTolerance = DefaultAbsoluteTolerance,
        double relativeTolerance = DefaultRelativeTolerance
    )
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(batches);
        if (batches.Count == 0)
        {
            throw new ArgumentException("There is nothing to compare on: pass at least one batch.", nameof(batches));
        }

        var outputs = new List<OutputComparison>();
        foreach (var batch in batches)
        {
            using var scope = torch.NewDisposeScope();
            using var noGradients = torch.no_grad();
            var (wanted, got) = (expected(batch), actual(batch));
            if (wanted.Length != got.Length)
            {
                throw new OnnxExportException(
                    $"The models have {wanted.Length} and {got.Length} outputs; only models of equal outputs are compared."
                );
            }

            while (outputs.Count < wanted.Length)
            {
                outputs.Add(new(new(absoluteTolerance, relativeTolerance)));
            }

            for (var i = 0; i < outputs.Count; i++)
            {
                Add(outputs[i], i, wanted[i], got[i]);
            }
        }

        return new OnnxParityReport([.. outputs.Select(Summarize)]);
    }

    private static void Add(OutputComparison output, int index, torch.Tensor expected, torch.Tensor actual)
    {
        if (!expected.shape.SequenceEqual(actual.shape))
        {
            throw new OnnxExportException(
                $"Output {index} has shape [{string.Join(", ", actual.shape)}] where [{string.Join(", ", expected.shape)}] is "
                    + "expected. Compare models with the same outputs on the same inputs."
            );
        }

        foreach (var (wanted, got) in ToNumbers(expected).Zip(ToNumbers(actual)))
        {
            // NaN for NaN, or an infinity for itself, is no difference, but cannot be subtracted.
            var areSame = !double.IsFinite(wanted) && wanted.Equals(got);
            output.Add(areSame ? 0 : wanted, areSame ? 0 : got);
        }
    }

    private static OnnxOutputParity Summarize(OutputComparison output, int index) =>
        new(index, output.Count, output.Outside, output.Largest, output.RelativeError, output.CosineSimilarity);

    // Flat: TorchSharp 0.107.0 refuses to copy an empty tensor of several axes.
    private static double[] ToNumbers(torch.Tensor tensor) =>
        tensor.detach().cpu().to(torch.ScalarType.Float64).contiguous().flatten().data<double>().ToArray();

    // Box and Muller 1958; System.Random gives the same numbers everywhere, and leaves torch's own random state alone.
    private static torch.Tensor DrawNormal(Random random, long[] shape)
    {
        var numbers = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)(
                Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())
            );
        }

        return torch.tensor(numbers).reshape(shape);
    }

    /// <summary>Evaluation mode for as long as it lives; each module then returns to the mode it was in.</summary>
    private sealed class InferenceMode : IDisposable
    {
        private readonly (torch.nn.Module Module, bool IsTraining)[] before;

        public InferenceMode(torch.nn.Module module)
        {
            // A module comes before those in it, so that restoring in this order ends with each one's own mode.
            before = [(module, module.training), .. module.modules().Select(child => (child, child.training))];
            module.eval();
        }

        public void Dispose()
        {
            foreach (var (module, isTraining) in before)
            {
                module.train(isTraining);
            }
        }
    }
}
