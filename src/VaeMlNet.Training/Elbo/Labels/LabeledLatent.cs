using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>
/// Gaussian latents z and a label y as a further, categorical latent: q(z|x) q(y|x) and p(z) p(y), of which y is known in some rows (Kingma et al.
/// 2014, model M2). A row is [z, y], with y as K probabilities, or as ones and zeros. The head has the logits of y after the part of z.
/// </summary>
/// <remarks>Unlike in the paper, z does not depend on y given x, so that an embedding is one row of numbers.</remarks>
internal sealed class LabeledLatent : LatentDistribution
{
    /// <summary>The largest number of labels for which training computes the expectation over all labels.</summary>
    public const int MostEnumerated = 20;

    private readonly GaussianLatent gaussian;
    private readonly GumbelSoftmaxLatent drawn;
    private readonly float[] logShares;

    /// <param name="gaussian">The distribution of z.</param>
    /// <param name="column">The label column, whose shares are p(y).</param>
    public LabeledLatent(GaussianLatent gaussian, TableColumn column)
        : base(gaussian.LatentDim + 1)
    {
        this.gaussian = gaussian;
        Column = column;
        LabelCount = column.CategoryCount;
        drawn = new(1, LabelCount, isStraightThrough: true);
        logShares = Array.ConvertAll(column.Shares, share => (float)Math.Log(share));
    }

    public TableColumn Column { get; }

    /// <summary>Gets the number of labels K.</summary>
    public int LabelCount { get; }

    /// <summary>Gets a value indicating whether training computes the expectation over all labels.</summary>
    public bool IsEnumerated => LabelCount <= MostEnumerated;

    public override int Width => GaussianWidth + LabelCount;

    public override IReadOnlyList<(string Name, int Width)> HeadParts => [.. gaussian.HeadParts, ("label", LabelCount)];

    public override IReadOnlyList<(string Name, int Width)> EncoderOutputs =>
        [(GraphTensors.Mean, Width), (GraphTensors.LogVariance, GaussianWidth)];

    public override bool IsRelaxed => !IsEnumerated;

    private int GaussianWidth => gaussian.Width;

    public override VaeLatentSpace Describe() =>
        new()
        {
            Kind = VaeLatentSpace.Labeled,
            Dim = Width,
            Label = new()
            {
                Name = Column.Name,
                Shares = Column.Shares,
                Values = Column.Kind == TableColumnKind.Boolean ? ["false", "true"] : Column.KeyValues,
            },
        };

    public override Tensor DrawNoise(long rowCount, Generator generator) =>
        cat([gaussian.DrawNoise(rowCount, generator), drawn.DrawNoise(rowCount, generator)], 1);

    public override Tensor Sample(Tensor head, Tensor noise, double temperature) =>
        SampleGiven(head, noise, drawn.Sample(Logits(head), noise.narrow(1, GaussianWidth, LabelCount), temperature));

    /// <summary>Samples z, and joins it with given labels.</summary>
    /// <param name="head">[N, <see cref="LatentDistribution.HeadWidth"/>].</param>
    /// <param name="noise">The result of <see cref="DrawNoise"/>.</param>
    /// <param name="labels">Ones and zeros, [N, K].</param>
    public Tensor SampleGiven(Tensor head, Tensor noise, Tensor labels) =>
        cat([SampleGaussian(head, noise), labels], 1);

    /// <summary>Samples z with each of the K labels, label after label of a row: [N, <see cref="Width"/>] for N / K rows.</summary>
    /// <inheritdoc cref="SampleGiven"/>
    public Tensor SampleForEachLabel(Tensor head, Tensor noise)
    {
        var rowCount = head.shape[0];
        var each = OneHot(RawLabels(head.device)).to(head.dtype); // [K, K]
        var labels = each.unsqueeze(0).expand(rowCount, LabelCount, LabelCount); // [n, K, K]
        var z = SampleGaussian(head, noise).unsqueeze(1).expand(rowCount, LabelCount, GaussianWidth); // [n, K, L]
        return cat([z, labels], 2).reshape(-1, Width);
    }

    public override Tensor Embed(Tensor head) =>
        cat([gaussian.Embed(OfGaussian(head)), LogProbabilities(head).exp()], 1);

    /// <summary>Returns log q(y|x) of each label, [N, K].</summary>
    public Tensor LogProbabilities(Tensor head) => Logits(head).log_softmax(1);

    /// <summary>Returns labels as ones and zeros, [N, K].</summary>
    /// <param name="labels">Raw labels, none of which is NaN, [N].</param>
    public Tensor OneHot(Tensor labels) => labels.unsqueeze(1).eq(RawLabels(labels.device)).to(labels.dtype);

    public override Tensor KlPerLatent(Tensor head)
    {
        var logQ = LogProbabilities(head);
        var ofLabel = (logQ.exp() * (logQ - LogShares(head))).sum(1, keepdim: true);
        return cat([gaussian.KlPerLatent(OfGaussian(head)), ofLabel], 1);
    }

    /// <summary>Returns KL(q(z|x) || p(z)) - log p(y) of rows whose label is known, [N].</summary>
    /// <param name="head">[N, <see cref="LatentDistribution.HeadWidth"/>].</param>
    /// <param name="labels">Ones and zeros, [N, K].</param>
    public Tensor KlGiven(Tensor head, Tensor labels) =>
        gaussian.KlPerLatent(OfGaussian(head)).sum(1) - (labels * LogShares(head)).sum(1);

    public override Tensor LogPriorOverPosterior(Tensor head, Tensor z)
    {
        var ofLabel = z.narrow(1, GaussianWidth, LabelCount) * (LogShares(head) - LogProbabilities(head)); // [N, K]
        return gaussian.LogPriorOverPosterior(OfGaussian(head), z.narrow(1, 0, GaussianWidth)).Plus(ofLabel.sum(1));
    }

    public override Tensor DrawPrior(long rowCount, Generator generator)
    {
        var z = gaussian.DrawPrior(rowCount, generator);
        var logits = LogShares(z).unsqueeze(0).expand(rowCount, LabelCount);
        return cat([z, drawn.Sample(logits, drawn.DrawNoise(rowCount, generator), Exact)], 1);
    }

    public override IReadOnlyList<Tensor> ComputeEncoderOutputs(Tensor head) =>
        [Embed(head), gaussian.ComputeEncoderOutputs(OfGaussian(head))[1]];

    public override IReadOnlyList<OnnxValue> AddEncoderOutputs(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> parts)
    {
        var ofGaussian = gaussian.AddEncoderOutputs(graph, [parts[0], parts[1]]);
        var probabilities = graph.AddNode("Softmax", [parts[2]], OnnxAttribute.Integer("axis", 1));
        return
        [
            MatrixNodes.AddJoin(graph, ofGaussian[0], probabilities).DeclareShape(MatrixNodes.BatchAxis, Width),
            ofGaussian[1],
        ];
    }

    public override OnnxValue AddKlPerLatent(OnnxGraphBuilder graph, IReadOnlyList<OnnxValue> encoderOutputs)
    {
        var mean = MatrixNodes.AddColumns(graph, encoderOutputs[0], 0, GaussianWidth);
        var q = MatrixNodes.AddColumns(graph, encoderOutputs[0], GaussianWidth, LabelCount);
        var logPrior = graph.AddInitializer("label.log_shares", logShares, 1, LabelCount);
        var ofLabel = MatrixNodes.AddSum(graph, GumbelSoftmaxLatent.AddKlTerms(graph, q, logPrior));
        return MatrixNodes.AddJoin(graph, gaussian.AddKlPerLatent(graph, [mean, encoderOutputs[1]]), ofLabel);
    }

    /// <summary>Returns the raw values of the labels in order, [K].</summary>
    private Tensor RawLabels(Device device)
    {
        var first = Column.Kind == TableColumnKind.Key ? 1 : 0;
        return arange(Held(first), Held(first + LabelCount), Held(1), ScalarType.Float32, device);
    }

    private Tensor SampleGaussian(Tensor head, Tensor noise) =>
        gaussian.Sample(OfGaussian(head), noise.narrow(1, 0, GaussianWidth), Exact);

    private Tensor OfGaussian(Tensor head) => head.narrow(1, 0, gaussian.HeadWidth);

    private Tensor Logits(Tensor head) => head.narrow(1, gaussian.HeadWidth, LabelCount);

    private Tensor LogShares(Tensor like) => tensor(logShares, device: like.device).to(like.dtype); // [K]
}
