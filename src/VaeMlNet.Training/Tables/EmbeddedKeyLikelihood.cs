using System.Numerics;
using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// A categorical distribution over many categories. Each category has a learned vector, which the encoder reads instead of one-hot slots, and
/// which weighs the decoder's outputs h: logits = E h + b (Press &amp; Wolf 2017). A row has one slot with the key itself, 1 to K.
/// </summary>
/// <remarks>
/// The layers of encoder and decoder have the width of a vector instead of K, and the vectors are stored and learned once for both. b starts
/// with the logarithms of the categories' shares in the training data, so that the rest of the network learns only the deviations from them.
/// </remarks>
internal sealed class EmbeddedKeyLikelihood : Likelihood
{
    // Fields, because RegisterComponents finds fields only.
    private readonly CategoryEmbedding embedding;
    private readonly Parameter bias; // [K]

    public EmbeddedKeyLikelihood(TableColumn column, long rowCount)
        : base(nameof(EmbeddedKeyLikelihood), inputDim: 1)
    {
        embedding = new CategoryEmbedding(column.KeyCount);
        bias = new Parameter(tensor(LogShares(column, rowCount)));
        bias.DetachFromDisposeScope();
        RegisterComponents();
    }

    public override int ParameterWidth => embedding.Width;

    public override bool ChangesEncoderInput => true;

    /// <summary>Returns the vectors of keys, [N, 1] -> [N, E]. The vector of a missing key is 0.</summary>
    public override Tensor EncoderInput(Tensor x) => embedding.call(x);

    public override Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x)
    {
        var (isKnown, rows) = embedding.RowsOf(x); // [N, 1] each
        return -(Logits(parameters).log_softmax(1).gather(1, rows) * isKnown);
    }

    /// <summary>Gets the vectors, which the encoder reads, too.</summary>
    public CategoryEmbedding Embedding => embedding;

    public override ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned) =>
        new EmbeddedKeyGradient(rowCount, learned(embedding.Weight), learned(bias));

    /// <summary>Returns the probabilities of the categories, [N, K].</summary>
    public override Tensor Mean(Tensor parameters) => Logits(parameters).softmax(1);

    public override Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator) =>
        (rand(rowCount, 1, ScalarType.Float32, generator: generator) * Held(embedding.CategoryCount))
            .floor()
            .Plus(Held(1));

    public override VaeColumn Describe(VaeColumn column) => column with { Likelihood = ColumnLikelihood.Categorical };

    public override OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features) =>
        embedding.AddTo(graph, graph.AddCast(features, OnnxElementType.Int64), $"{ConstantPrefix}.encoder_vectors");

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Softmax", [AddLogits(graph, parameters)], OnnxAttribute.Integer("axis", -1));

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        // -log p = log sum_j exp(logit_j) - logit, with the category's own logit from its vector, because graphs cannot pick one of K slots.
        var (isKnown, rows) = embedding.AddRows(graph, graph.AddCast(features, OnnxElementType.Int64));
        var vectors = embedding.AddVectors(graph, rows, $"{ConstantPrefix}.own_vectors"); // [N, E]
        var product = MatrixNodes.AddSum(graph, graph.AddNode("Mul", [vectors, parameters])); // [N, 1]
        var ownBias = graph.AddNode("Gather", [AddBias(graph, "own_bias"), rows], OnnxAttribute.Integer("axis", 0)); // [N, 1]
        var logit = graph.AddNode("Add", [product, ownBias]);
        var logSum = MatrixNodes.AddLogSumExp(new(graph, AddLogits(graph, parameters)));
        return graph.AddNode("Mul", [graph.AddNode("Sub", [logSum, logit]), isKnown]);
    }

    private Tensor Logits(Tensor parameters) => parameters.mm(embedding.Weight.t()).Plus(bias); // [N, K]

    private OnnxValue AddLogits(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph
            .AddNode(
                "Gemm",
                [parameters, embedding.AddWeight(graph, $"{ConstantPrefix}.vectors"), AddBias(graph, "bias")],
                OnnxAttribute.Integer("transB", 1)
            )
            .DeclareShape(MatrixNodes.BatchAxis, embedding.CategoryCount);

    private OnnxValue AddBias(OnnxGraphBuilder graph, string name) =>
        graph.AddInitializer($"{ConstantPrefix}.{name}", TensorValues.Floats(bias), embedding.CategoryCount);

    /// <summary>Returns the logarithms of the shares with one more row for each category, so that none is 0.</summary>
    private static float[] LogShares(TableColumn column, long rowCount) =>
        Array.ConvertAll(
            column.KeyShares,
            share => (float)Math.Log(((share * rowCount) + 1) / (rowCount + (double)column.KeyCount))
        );
}

/// <summary>
/// Computes -log softmax(E h + b) at a key, with the derivative softmax - 1 at the key by the logits g, so that dh = E' g, dE = g h' and db = g.
/// Other keys than 1 to K have no loss.
/// </summary>
internal sealed class EmbeddedKeyGradient : ReconstructionGradient
{
    private readonly LearnedNumbers vectors; // E, [K, W]
    private readonly LearnedNumbers bias; // b, [K]
    private readonly SlotMatrix outputs; // h, [n, W]
    private readonly SlotMatrix outputGradient; // [n, W]
    private readonly SlotMatrix logits; // then their gradient, [n, K]
    private readonly Tensor ones; // [1, n]

    /// <param name="rowCount">n.</param>
    /// <param name="vectors">E, [K, W].</param>
    /// <param name="bias">b, [K].</param>
    public EmbeddedKeyGradient(long rowCount, LearnedNumbers vectors, LearnedNumbers bias)
    {
        (this.vectors, this.bias) = (vectors, bias);
        var (keyCount, width) = (vectors.Values.shape[0], vectors.Values.shape[1]);
        outputs = new SlotMatrix(rowCount, width);
        outputGradient = new SlotMatrix(rowCount, width);
        logits = new SlotMatrix(rowCount, keyCount);
        ones = TorchSharp.torch.ones(1, rowCount);
    }

    public override void Differentiate(SlotRows rows)
    {
        rows.Parameters.CopyTo(outputs.Vectors);
        logits.Rows.addmm_(outputs.Rows, vectors.Values.t(), 0, 1).add_(bias.Values, Held(1));
        for (var row = 0; row < rows.Stride; row++)
        {
            rows.Losses[row] += DifferentiateLogits(
                logits.Vectors,
                rows.Stride,
                row,
                rows.Values[row],
                rows.WeightAt(row)
            );
        }

        outputGradient.Rows.addmm_(logits.Rows, vectors.Values, 0, 1);
        outputGradient.Vectors.CopyTo(rows.Parameters);
    }

    public override void Scale(Span<Vector<float>> gradient, ReadOnlySpan<Vector<float>> factors)
    {
        base.Scale(gradient, factors);
        base.Scale(logits.Vectors, factors);
        vectors.Gradient.addmm_(logits.Rows.t(), outputs.Rows, 0, 1);
        bias.Gradient.unsqueeze(0).addmm_(ones, logits.Rows, 0, 1);
    }

    /// <summary>Replaces the logits of some rows by their gradient, and returns the losses of the rows.</summary>
    private static Vector<float> DifferentiateLogits(
        Span<Vector<float>> logits,
        int stride,
        int row,
        Vector<float> keys,
        Vector<float> weights
    )
    {
        var (largest, own, isKnown) = (logits[row], Vector<float>.Zero, Vector<float>.Zero);
        var key = Vector<float>.One;
        for (var i = row; i < logits.Length; i += stride, key += Vector<float>.One)
        {
            var isKey = Vector.Equals(keys, key);
            largest = Vector.Max(largest, logits[i]);
            own = Vector.ConditionalSelect(isKey, logits[i], own);
            isKnown = Vector.ConditionalSelect(isKey, Vector<float>.One, isKnown);
        }

        var sum = Vector<float>.Zero;
        for (var i = row; i < logits.Length; i += stride)
        {
            logits[i] = VectorFunctions.Exp(logits[i] - largest);
            sum += logits[i];
        }

        weights *= isKnown;
        key = Vector<float>.One;
        for (var i = row; i < logits.Length; i += stride, key += Vector<float>.One)
        {
            var ofKey = Vector.ConditionalSelect(Vector.Equals(keys, key), weights, Vector<float>.Zero);
            logits[i] = (logits[i] * weights / sum) - ofKey;
        }

        return weights * (VectorFunctions.Log(sum) + largest - own);
    }
}
