using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// The distribution p(x|z), with the computations for the loss, the scores and the exported graphs. "Parameters" are the
/// decoder's raw outputs, [N, P].
/// </summary>
/// <remarks>
/// It is a module, because the learned values of a likelihood (a variance, a scale) are parameters of the network: they are
/// trained, moved and saved with it, under the key "likelihood". Intermediate tensors belong to the caller's scope.
/// </remarks>
internal abstract class Likelihood : nn.Module
{
    /// <param name="name">The name of the module.</param>
    /// <param name="inputDim">The number of features, D.</param>
    protected Likelihood(string name, int inputDim)
        : base(name)
    {
        InputDim = inputDim;
    }

    /// <summary>Gets or sets the prefix of the constants that the likelihood adds to graphs.</summary>
    public virtual string ConstantPrefix { get; set; } = "likelihood";

    /// <summary>Gets the number of features D.</summary>
    public int InputDim { get; }

    /// <summary>Gets the number of outputs that the decoder must have, P.</summary>
    public virtual int ParameterWidth => InputDim;

    /// <summary>Gets the parameters of p(x|z) besides the mean that decoder.onnx has as outputs, each [N, D].</summary>
    public virtual IReadOnlyList<LikelihoodParameter> OtherParameters => [];

    /// <summary>
    /// Returns -log p(x|z) in nats of each slot of each row, [N, D]. The sum over the slots of a row is its -log p(x|z).
    /// </summary>
    public abstract Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x);

    /// <summary>Returns the mean of p(x|z) in the data's own units, [N, D].</summary>
    public abstract Tensor Mean(Tensor parameters);

    /// <summary>Computes <see cref="OtherParameters"/>, each [N, D].</summary>
    public virtual IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) => [];

    /// <summary>Gets whether <see cref="EncoderInput"/> changes the rows. Default: false.</summary>
    public virtual bool ChangesEncoderInput => false;

    /// <summary>Returns the encoder's input for rows x, [N, D]; by default x itself. NaN stays NaN.</summary>
    public virtual Tensor EncoderInput(Tensor x) => x;

    /// <summary>
    /// Returns the same for rows of a table, with 0 instead of NaN, as parts of its columns. The network joins all parts at once, because every copy
    /// of wide rows takes memory.
    /// </summary>
    public virtual IEnumerable<Tensor> FilledEncoderInput(Tensor x) => [EncoderInput(x).nan_to_num(0)];

    /// <summary>Gets whether the likelihood has manual backpropagation. Otherwise, networks are trained by autograd. Default: true.</summary>
    public virtual bool HasGradient => true;

    /// <summary>Creates the manual backpropagation of <see cref="NegativeLogLikelihoodPerSlot"/>.</summary>
    /// <param name="rowCount">The number of rows n. Buffers belong to the caller's dispose scope.</param>
    /// <param name="learned">Returns where the values and the gradient of a learned parameter are.</param>
    public abstract ReconstructionGradient NewGradient(long rowCount, Func<Parameter, LearnedNumbers> learned);

    /// <summary>Returns synthetic rows that the likelihood allows: [N, D], for tables [N, S].</summary>
    public abstract Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator);

    /// <summary>Adds the name and the settings of the likelihood to a column of the manifest.</summary>
    public abstract VaeColumn Describe(VaeColumn column);

    /// <summary>Adds <see cref="EncoderInput"/> to a graph. By default, it adds no nodes.</summary>
    public virtual OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features) => features;

    public abstract OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters);

    /// <summary>Adds <see cref="ComputeOtherParameters"/> to a graph.</summary>
    public virtual IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) => [];

    public abstract OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    );
}
