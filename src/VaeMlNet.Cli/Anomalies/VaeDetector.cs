using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Cli.Data;
using VaeMlNet.Cli.Training;
using static TorchSharp.torch;

namespace VaeMlNet.Cli.Anomalies;

/// <summary>The VAE as a user gets it who says nothing but the column, with both of its scores.</summary>
/// <param name="name">What its negative ELBO is called; the reconstruction error has "_recon" behind it.</param>
/// <param name="epochCount">Epochs; null leaves them to the detector.</param>
internal sealed class VaeDetector(string name, int? epochCount) : Detector
{
    private const string ScoreColumn = "Score";

    /// <summary>Trimming in the place of the detector's own; null leaves it.</summary>
    public VaeTrimmingOptions? Trimming { get; init; }

    /// <inheritdoc />
    public override IReadOnlyList<string> Methods => [name, $"{name}_recon"];

    /// <inheritdoc />
    public override IReadOnlyList<DetectorScores> Detect(
        TrainTestSplit split,
        TrainTestSplit standardised,
        int seed,
        CancellationToken cancellationToken
    )
    {
        MLContext ml = new(seed);
        string folder = Directory.CreateTempSubdirectory("vaemlnet-anomaly-").FullName;
        try
        {
            string model = Path.Combine(folder, "model");
            (_, double fit) = Timed(() => Fit(standardised.Training, seed, model, cancellationToken));
            IDataView test = FeatureDataView.Create(ml, standardised.Test);
            return
            [
                .. new[] { VaeScoreKind.NegativeElbo, VaeScoreKind.ReconstructionError }.Select(kind =>
                    Score(ml, test, model, kind, fit)
                ),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private bool Fit(FeatureMatrix rows, int seed, string model, CancellationToken cancellationToken)
    {
        using Tensor training = MatrixTensor.From(rows);
        using TrainedVae trained = new VaeTrainer(Options(rows, seed)).Fit(
            training,
            cancellationToken: cancellationToken
        );
        trained.Export(model, training);
        return true;
    }

    private VaeTrainerOptions Options(FeatureMatrix rows, int seed)
    {
        int stepsPerEpoch = (rows.RowCount + 127) / 128;
        int epochs = epochCount ?? (1500 + stepsPerEpoch - 1) / stepsPerEpoch;
        return new VaeTrainerOptions
        {
            Network = new FullyConnectedNetworkOptions { HiddenDims = [64], Activation = VaeActivation.Tanh },
            LatentDim = Math.Clamp(rows.Width / 2, 2, 16),
            Likelihood = new StudentTLikelihoodOptions { Learned = LearnedScale.PerRow, SmallestScale = 0.1 },
            LearningRate = 3e-3,
            EpochCount = epochs,
            Trimming =
                Trimming ?? new VaeTrimmingOptions { Share = 0.3, FromEpoch = (int)Math.Ceiling(epochs * 0.2) + 1 },
            Seed = seed,
        };
    }

    private static DetectorScores Score(MLContext ml, IDataView test, string model, VaeScoreKind kind, double fit)
    {
        var step = ml.Transforms.VaeScore(
            ScoreColumn,
            FeatureDataView.ColumnName,
            model,
            new VaeScoreOptions { Kind = kind }
        );
        using VaeScoreTransformer transformer = step.Fit(test);
        (float[] scores, double seconds) = Timed<float[]>(() =>
            [.. transformer.Transform(test).GetColumn<float>(ScoreColumn)]
        );
        return new DetectorScores(scores, fit, seconds);
    }
}
