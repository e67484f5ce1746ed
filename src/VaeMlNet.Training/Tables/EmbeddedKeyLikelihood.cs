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

    /// <param name="column">The column of keys.</param>
    /// <param name="rowCount">The number of training rows.</param>
    public EmbeddedKeyLikelihood(TableColumn column, long rowCount)
        : base(nameof(EmbeddedKeyLikelihood), inputDim: 1)
    {
        embedding = new CategoryEmbedding(column.KeyCount);
        bias = new Parameter(tensor(LogShares(column, rowCount)));
        bias.DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <inheritdoc />
    public override int ParameterWidth => embedding.Width;

    /// <inheritdoc />
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
        embedding.AddTo(graph, AddKeys(graph, features), $"{ConstantPrefix}.encoder_vectors");

    public override OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters) =>
        graph.AddNode("Softmax", [AddLogits(graph, parameters)], OnnxAttribute.Integer("axis", -1));

    public override OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    )
    {
        // -log p = log sum_j exp(logit_j) - logit, with the category's own logit from its vector, because graphs cannot pick one of K slots.
        var (isKnown, rows) = embedding.AddRows(graph, AddKeys(graph, features));
        var vectors = embedding.AddVectors(graph, rows, $"{ConstantPrefix}.own_vectors"); // [N, E]
        var product = MatrixNodes.AddSum(graph, graph.AddNode("Mul", [vectors, parameters])); // [N, 1]
        var ownBias = graph.AddNode("Gather", [AddBias(graph, "own_bias"), rows], OnnxAttribute.Integer("axis", 0)); // [N, 1]
        var logit = graph.AddNode("Add", [product, ownBias]);
        var logSum = MatrixNodes.AddLogSumExp(graph, AddLogits(graph, parameters));
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

    private static OnnxValue AddKeys(OnnxGraphBuilder graph, OnnxValue slots) =>
        graph.AddNode("Cast", [slots], OnnxAttribute.Integer("to", (long)OnnxElementType.Int64));

    /// <summary>Returns the logarithms of the shares with one more row for each category, so that none is 0.</summary>
    private static float[] LogShares(TableColumn column, long rowCount)
    {
        var shares = column.Shares.Length > 0 ? column.Shares : new float[column.KeyCount];
        return Array.ConvertAll(
            shares,
            share => (float)Math.Log(((share * rowCount) + 1) / (rowCount + (double)column.KeyCount))
        );
    }
}
