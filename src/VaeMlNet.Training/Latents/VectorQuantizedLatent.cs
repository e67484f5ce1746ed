using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// M latents, each a vector of width W that is replaced by the nearest of the K vectors of a codebook (van den Oord et al. 2017, eq. 1 and 2). The head
/// computes the vectors before that, [N, M * W], latent after latent. The prior is uniform over the codes, and q(z|x) is certain.
/// </summary>
/// <remarks>Not stateless: the codebook is a module, which <see cref="LearnFrom"/> changes.</remarks>
internal sealed class VectorQuantizedLatent(int latentDim, VectorQuantizedLatentOptions options)
    : LatentDistribution(latentDim)
{
    /// <summary>Gets the codebook.</summary>
    public Codebook Codebook { get; } = new(latentDim, options);

    public override int Width => LatentDim * options.CodeWidth;

    public override nn.Module State => Codebook;

    public override IReadOnlyList<(string Name, int Width)> HeadParts => [("vectors", Width)];

    public override IReadOnlyList<(string Name, int Width)> EncoderOutputs =>
        [(GraphTensors.Quantized, Width), (GraphTensors.Codes, LatentDim)];

    public override string CodeOutput => GraphTensors.Codes;

    public override VaeLatentSpace Describe() =>
        new()
        {
            Kind = VaeLatentSpace.VectorQuantized,
            Dim = Width,
            Groups = LatentDim,
            Codebook = Codebook.Describe(),
        };

    public override void Initialize(Generator generator) => Codebook.Initialize(generator);

    public override void InitializeFrom(Tensor head, Generator generator) =>
        Codebook.InitializeFrom(Vectors(head), generator);

    /// <summary>Draws a uniform number for each vector, and normal ones, side by side. They choose the vectors of restarted codes.</summary>
    public override Tensor DrawNoise(long rowCount, Generator generator) =>
        cat(
            [
                rand(rowCount, LatentDim, ScalarType.Float32, generator: generator),
                randn(rowCount, Width, ScalarType.Float32, generator: generator),
            ],
            1
        );

    /// <summary>
    /// Returns the nearest codes, with the gradient of the head (straight-through; van den Oord et al. 2017, sec. 3.2). At the temperature 0, it
    /// returns the codes themselves.
    /// </summary>
    public override Tensor Sample(Tensor head, Tensor noise, double temperature)
    {
        var quantized = Embed(head);
        return temperature == Exact ? quantized : head.Plus((quantized - head).detach());
    }

    public override Tensor Embed(Tensor head)
    {
        var vectors = Vectors(head.detach()); // [N M, W]
        return Codebook.Lookup(Codebook.Nearest(vectors)).reshape(-1, Width);
    }

    /// <summary>Returns log K for each latent: the KL divergence of a certain code from the uniform prior.</summary>
    public override Tensor KlPerLatent(Tensor head) =>
        zeros(head.shape[0], LatentDim, head.dtype, head.device).Plus(Held(Math.Log(options.CodebookSize)));

    public override Tensor LogPriorOverPosterior(Tensor head, Tensor z) => -KlPerLatent(head).sum(1);

    /// <summary>Returns the commitment term, weight * |head - sg(codes)|^2, where sg stops the gradient (eq. 3, last term).</summary>
    public override Tensor AddedLoss(Tensor head) =>
        (head - Embed(head).detach()).Squared().sum(1) * Held(options.CommitmentWeight);

    public override Action LearnFrom(Tensor head, Tensor noise, Tensor? rowWeights)
    {
        var vectors = Vectors(head.detach());
        var uniform = noise.narrow(1, 0, LatentDim).reshape(-1);
        var normal = noise.narrow(1, LatentDim, Width).reshape(-1, options.CodeWidth);
        var weights = rowWeights?.unsqueeze(1).expand(rowWeights.shape[0], LatentDim).reshape(-1);
        return () => Codebook.Update(vectors, (uniform, normal), weights);
    }

    public override Tensor DrawPrior(long rowCount, Generator generator) =>
        Codebook.Lookup(Codebook.Draw(rowCount, generator).reshape(-1)).reshape(-1, Width);

    public override Tensor IsCertain(Tensor head)
    {
        var uncertain = Codebook.IsCertain(Vectors(head)).logical_not().to(ScalarType.Float32);
        return uncertain.reshape(-1, LatentDim).sum(1).lt(Held(0.5));
    }

    /// <summary>Returns the chosen vectors, and the codes as keys from 1.</summary>
    public override IReadOnlyList<Tensor> ComputeEncoderOutputs(Tensor head)
    {
        var codes = Codebook.Nearest(Vectors(head)); // [N M]
        return
        [
            Codebook.Lookup(codes).reshape(-1, Width),
            codes.Plus(Held(1)).to(ScalarType.Float32).reshape(-1, LatentDim),
        ];
    }

    public override IReadOnlyList<OnnxValue> AddEncoderOutputs(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> parts)
    {
        var vectors = graph.AddNode("Reshape", [parts[0], graph.AddIndices(-1, options.CodeWidth)]);
        var (codes, quantized) = Codebook.AddNearest(graph, vectors);
        var keys = graph.AddNode("Add", [codes, graph.AddIndices(1)]);
        var typed = graph.AddNode("Cast", [keys], OnnxAttribute.Integer("to", (long)OnnxElementType.UInt32));
        return
        [
            graph
                .AddNode("Reshape", [quantized, graph.AddIndices(-1, Width)])
                .DeclareShape(MatrixNodes.BatchAxis, Width),
            graph
                .AddNode("Reshape", [typed, graph.AddIndices(-1, LatentDim)])
                .DeclareShape(MatrixNodes.BatchAxis, LatentDim),
        ];
    }

    /// <summary>Adds log K for each latent. It is a constant, but the number of rows is that of the batch.</summary>
    public override OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> encoderOutputs)
    {
        var codes = graph.AddNode(
            "Cast",
            [encoderOutputs[1]],
            OnnxAttribute.Integer("to", (long)OnnxElementType.Float32)
        );
        var zeros = graph.AddNode("Mul", [codes, graph.AddScalar(0)]);
        return graph.AddNode("Add", [zeros, graph.AddScalar((float)Math.Log(options.CodebookSize))]);
    }

    private Tensor Vectors(Tensor head) => head.reshape(-1, options.CodeWidth);
}
