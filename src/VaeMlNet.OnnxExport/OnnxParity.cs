using System.Globalization;
using System.Text;
using TorchSharp;
using VaeMlNet.Onnx;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// The differences between the outputs of two models for the same inputs: a TorchSharp module and its export, or an export in float32 and one
/// in fewer bits. The caller passes functions that run the models, so that no ONNX runtime is needed here. Thread safety: immutable, and
/// models may be compared on several threads at once.
/// </summary>
public sealed record OnnxParity
{
    /// <summary>The absolute part of the default tolerance: 1e-5.</summary>
    public const double DefaultAbsoluteTolerance = OutputTolerance.AbsoluteRounding;

    /// <summary>The relative part of the default tolerance: 1e-4.</summary>
    public const double DefaultRelativeTolerance = OutputTolerance.RelativeRounding;

    private static readonly long[] RandomBatches = [1, 7, 64];

    private OnnxParity(IReadOnlyList<OnnxOutputParity> outputs)
    {
        Outputs = outputs;
    }

    /// <summary>Gets the differences: one entry for each output of the models, in order.</summary>
    public IReadOnlyList<OnnxOutputParity> Outputs { get; }

    /// <summary>Gets a value indicating whether every element of every output is within the tolerance of the comparison.</summary>
    public bool Agrees => Outputs.All(output => output.ElementsOutside == 0);

    /// <summary>Returns a Markdown table with a row for each output.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(
            "| output | elements | outside tolerance | largest difference | relative error | cosine |\n"
                + "|---|---|---|---|---|---|\n"
        );
        foreach (var output in Outputs)
        {
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {output.Index} | {output.Elements} | {output.ElementsOutside} | {output.LargestDifference:G3} | "
                )
                .Append(CultureInfo.InvariantCulture, $"{output.RelativeError:G3} | {output.CosineSimilarity:F6} |\n");
        }

        return text.ToString();
    }

    /// <summary>Compares a module of one float32 input with its export, on seeded batches of 1, 7 and 64 rows.</summary>
    /// <param name="module">The module. It runs in inference mode, and its mode is restored.</param>
    /// <param name="inputShape">The input's shape without the batch axis. The numbers are sampled from N(0, 1).</param>
    /// <param name="runExport">
    /// Runs the export on an input, and returns its outputs in order. This method disposes both tensors.
    /// </param>
    /// <param name="seed">The seed of the inputs.</param>
    /// <returns>The differences of the module's only output.</returns>
    /// <exception cref="OnnxExportException">The export has another number of outputs, or an output of another shape.</exception>
    public static OnnxParity Compare(
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
    /// Computes the expected outputs. This method disposes them. Called without gradients; put a module into evaluation mode
    /// first.
    /// </param>
    /// <param name="actual">Computes the outputs to compare. This method disposes them.</param>
    /// <param name="batches">The inputs of each run, in the models' order. They are not disposed.</param>
    /// <param name="absoluteTolerance">
    /// The absolute tolerance. Default: 1e-5. Together with the relative one, it determines <see
    /// cref="Agrees"/>.
    /// </param>
    /// <param name="relativeTolerance">The tolerance relative to the expected number's magnitude. Default: 1e-4.</param>
    /// <returns>The differences of each output, over all batches.</returns>
    /// <exception cref="ArgumentException">There are no batches.</exception>
    /// <exception cref="OnnxExportException">
    /// The models have different numbers of outputs, or outputs of different shapes.
    /// </exception>
    public static OnnxParity Compare(
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
            throw new ArgumentException("There are no inputs to compare. Pass at least one batch.", nameof(batches));
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

        return new OnnxParity([.. outputs.Select(Summarize)]);
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
            // NaN and NaN, and equal infinities, count as equal, but cannot be subtracted.
            var areSame = !double.IsFinite(wanted) && wanted.Equals(got);
            output.Add(areSame ? 0 : wanted, areSame ? 0 : got);
        }
    }

    private static OnnxOutputParity Summarize(OutputComparison output, int index) =>
        new(index, output.Count, output.Outside, output.Largest, output.RelativeError, output.CosineSimilarity);

    // Flattened first: TorchSharp 0.107.0 refuses to copy an empty tensor of several axes.
    private static double[] ToNumbers(torch.Tensor tensor) =>
        tensor.detach().cpu().to(torch.ScalarType.Float64).contiguous().flatten().data<double>().ToArray();

    // Box and Muller 1958. System.Random gives the same numbers everywhere, and does not change torch's random state.
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

    /// <summary>Puts a module into evaluation mode until it is disposed. Every module then returns to its own mode.</summary>
    private sealed class InferenceMode : IDisposable
    {
        private readonly (torch.nn.Module Module, bool IsTraining)[] before;

        public InferenceMode(torch.nn.Module module)
        {
            // A module precedes its children, so that restoring in this order gives each child its own mode.
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
