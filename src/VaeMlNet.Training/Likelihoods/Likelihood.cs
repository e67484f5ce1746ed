using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// p(x|z) as the loss, the scores and the exported graphs need it. "Parameters" are the decoder's raw outputs, [N, P].
/// </summary>
/// <remarks>
/// A module, because what a likelihood learns beside the decoder (a variance, a scale) is a parameter of the network:
/// it is trained, moved and saved with it, under the key "likelihood". Intermediate tensors are left to the caller's scope.
/// </remarks>
internal abstract class Likelihood : nn.Module
{
    /// <param name="name">The module's name.</param>
    /// <param name="inputDim">D, the number of features.</param>
    protected Likelihood(string name, int inputDim)
        : base(name)
    {
        InputDim = inputDim;
    }

    /// <summary>Gets or sets the beginning of the names of the constants that it adds to graphs.</summary>
    public string ConstantPrefix { get; set; } = "likelihood";

    /// <summary>D.</summary>
    public int InputDim { get; }

    /// <summary>P, the number of outputs a decoder must have.</summary>
    public virtual int ParameterWidth => InputDim;

    /// <summary>Gets the parameters of p(x|z) beside the mean that decoder.onnx has as outputs, each [N, D].</summary>
    public virtual IReadOnlyList<LikelihoodParameter> OtherParameters => [];

    /// <summary>-log p(x|z) in nats of each slot of each row, [N, D]; a row's sum over slots is its -log p(x|z).</summary>
    public abstract Tensor NegativeLogLikelihoodPerSlot(Tensor parameters, Tensor x);

    /// <summary>The mean of p(x|z) in the data's own units, [N, D].</summary>
    public abstract Tensor Mean(Tensor parameters);

    /// <summary>A draw from p(x|z) for each row, [N, D].</summary>
    public abstract Tensor Sample(Tensor parameters, Generator generator);

    /// <summary>Computes <see cref="OtherParameters"/>, each [N, D].</summary>
    public virtual IReadOnlyList<Tensor> ComputeOtherParameters(Tensor parameters) => [];

    /// <summary>Gets whether <see cref="EncoderInput"/> differs from its rows. Default: false.</summary>
    public virtual bool ChangesEncoderInput => false;

    /// <summary>Returns the encoder's input for rows x, [N, D]; by default x itself. NaN stays NaN.</summary>
    public virtual Tensor EncoderInput(Tensor x) => x;

    /// <summary>
    /// Makes the manual backpropagation of <see cref="NegativeLogLikelihoodPerSlot"/>; null where gradients are left to autograd, which
    /// is the default.
    /// </summary>
    public virtual ReconstructionGradient? NewGradient() => null;

    /// <summary>Rows that the likelihood allows and that are no data, as a model takes them: [N, D], of tables [N, S].</summary>
    /// <param name="rowCount">N.</param>
    /// <param name="minimum">The smallest training value.</param>
    /// <param name="maximum">The largest training value.</param>
    /// <param name="generator">The randomness.</param>
    public abstract Tensor SyntheticRows(long rowCount, float minimum, float maximum, Generator generator);

    /// <summary>Adds the likelihood, and what distinguishes it, to a column of the manifest.</summary>
    public abstract VaeColumn Describe(VaeColumn column);

    /// <summary>Adds <see cref="EncoderInput"/> to a graph; by default nothing.</summary>
    public virtual OnnxValue AddEncoderInput(OnnxGraphBuilder graph, OnnxValue features) => features;

    /// <summary>Adds <see cref="Mean"/> to a graph.</summary>
    public abstract OnnxValue AddMean(OnnxGraphBuilder graph, OnnxValue parameters);

    /// <summary>Adds <see cref="ComputeOtherParameters"/> to a graph.</summary>
    public virtual IReadOnlyList<OnnxValue> AddOtherParameters(OnnxGraphBuilder graph, OnnxValue parameters) => [];

    /// <summary>Adds <see cref="NegativeLogLikelihoodPerSlot"/> to a graph.</summary>
    public abstract OnnxValue AddNegativeLogLikelihoodPerSlot(
        OnnxGraphBuilder graph,
        OnnxValue parameters,
        OnnxValue features
    );
}
