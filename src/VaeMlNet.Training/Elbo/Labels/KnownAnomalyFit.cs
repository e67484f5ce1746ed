using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>
/// Fits <see cref="KnownAnomalyWeights"/>: a logistic regression of known anomalies and known normal rows against the training rows with lower
/// scores, added to the score of the model (Das et al. 2016), in which high scores are logarithmic.
/// </summary>
/// <remarks>
/// How far the weights may go is chosen by leaving out known anomalies: by how few training rows score above them. Weights that do not rank the
/// left-out ones above most of the lower rows are not used, nor weights that rank them clearly lower than the score alone does: labels that
/// resemble nothing else change nothing. A loss is allowed, because the anomalies that a person was asked about have high scores already.
/// </remarks>
internal static class KnownAnomalyFit
{
    private const int MostRows = 2000;
    private const int MostOfEachLabel = 500;
    private const int MostBackgroundRows = 500;
    private const int MostFolds = 10;

    // Three times as many rows above the left-out anomalies, exp(1.2), and less with few of them, whose ranks say little.
    private const double AllowedLoss = 1.2;
    private const double AnomaliesOfHalfTheLoss = 1.5;
    private const double MostAbove = 0.2;

    // The total weights, so that the choice of Strengths means the same for few and many labels.
    private const float AnomalyWeight = 10;
    private const float NormalWeight = 10;
    private const float BackgroundWeight = 5;
    private const float StrengthOfOne = 0.3f;

    // One unit of log-odds counts as one and a half units of the logarithm.
    private const float UnitsOfLogOdds = 1.5f;

    private static readonly float[] Strengths = [0.3f, 1, 3];

    /// <summary>Fits the weights; null where they would not help, or no anomaly is known.</summary>
    /// <param name="network">The trained network, whose scores have no such weights yet.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="labels">The rows with labels: 1 for known anomalies, and -1 for known normal rows.</param>
    /// <param name="seed">The seed by which rows are drawn where there are many.</param>
    public static KnownAnomalyWeights? Fit(VariationalAutoencoder network, MemoryRows rows, LabeledSet labels, int seed)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Random random = new(seed);
        // Of each label apart: a few known anomalies among many known normal rows are all used.
        var anomalies = labels.DrawOf(1, MostOfEachLabel, random);
        var normal = labels.DrawOf(-1, MostOfEachLabel, random);
        if (anomalies.Count == 0)
        {
            return null;
        }

        var (values, nats, scores) = Slots(network, rows.Draw(MostRows, seed));
        using var labeledRows = new RowsOfTensor(cat([anomalies.Rows, normal.Rows], 0));
        var (labeledValues, labeledNats, labeledScores) = Slots(network, labeledRows);
        var isKnown = TensorValues.Floats(cat([anomalies.Labels, normal.Labels], 0));
        var (means, factors, meanNats) = Scale(values, nats);
        var width = means.Length;
        Examples examples = new(
            Rows(KnownAnomalyWeights.Features(labeledValues, labeledNats, means, factors, meanNats)),
            isKnown,
            labeledScores,
            Rows(KnownAnomalyWeights.Features(values, nats, means, factors, meanNats)),
            scores,
            seed
        );
        if (examples.Choose(Strengths) is not { } strength)
        {
            return null;
        }

        var weights = examples.Fit([.. Enumerable.Range(0, isKnown.Length)], strength);
        return new()
        {
            Means = means,
            Factors = factors,
            MeanNats = meanNats,
            LogAbove = (float)examples.Excess.Limit,
            LogUnit = (float)examples.Excess.Unit,
            OfValues = weights[..width],
            OfNats = weights[width..],
        };
    }

    /// <summary>Returns the values of rows and their parts in the score, [n, V], and the scores.</summary>
    private static (Tensor Values, Tensor Nats, float[] Scores) Slots(VariationalAutoencoder network, MemoryRows rows)
    {
        var width = network.ScoredWidth;
        var slots = Evaluation.OfAllRows(
            network,
            rows,
            x =>
            {
                var score = network.Score(x);
                return [network.Values(x).narrow(1, 0, width), score.OwnContributions.narrow(1, 0, width), score.Score];
            }
        );
        return (slots[0], slots[1], TensorValues.Floats(slots[2]));
    }

    private static (float[] Means, float[] Factors, float[] MeanNats) Scale(Tensor values, Tensor nats)
    {
        var observed = values.isnan().logical_not().to(float32);
        var count = observed.sum([0L]).clamp_min(HeldScalars.Held(1)); // [V]
        var mean = values.nan_to_num(0).sum([0L]) / count;
        var differences = (values - mean).nan_to_num(0);
        var deviations = TensorValues.Floats(((differences * differences).sum([0L]) / count).sqrt());
        return (
            TensorValues.Floats(mean),
            [.. deviations.Select(deviation => deviation > 0 ? 1 / deviation : 0)],
            TensorValues.Floats((nats * observed).sum([0L]) / count)
        );
    }

    private static float[][] Rows(Tensor features) => [.. TensorValues.Floats(features).Chunk((int)features.shape[1])];

    /// <summary>The labeled rows, and the training rows that they are compared with.</summary>
    private sealed class Examples
    {
        private readonly float[][] labeled;
        private readonly float[] labels;
        private readonly float[] labeledScores;
        private readonly float[][] others;
        private readonly float[] scores;
        private readonly int[] background;
        private readonly int seed;

        public Examples(
            float[][] labeled,
            float[] labels,
            float[] labeledScores,
            float[][] others,
            float[] scores,
            int seed
        )
        {
            (this.labeled, this.labels, this.others, this.seed) = (labeled, labels, others, seed);
            Excess = ScoreExcess.Find(scores);
            background = [.. Enumerable.Range(0, scores.Length).Where(row => scores[row] <= Excess.Limit)];
            if (background.Length > MostBackgroundRows)
            {
                new Random(seed).Shuffle(background);
                Array.Resize(ref background, MostBackgroundRows);
            }

            this.labeledScores = [.. labeledScores.Select(WithLogarithm)];
            this.scores = [.. scores.Select(WithLogarithm)];
        }

        public ScoreExcess Excess { get; }

        private float WithLogarithm(float score) =>
            (float)(Math.Min(score, Excess.Limit) + (Excess.Unit * Excess.Log(score)));

        /// <summary>Returns the inverse strength of regularization that ranks left-out anomalies best; null if none is good enough.</summary>
        public float? Choose(float[] strengths)
        {
            int[] anomalies = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == 1)];
            if (anomalies.Length == 1)
            {
                return StrengthOfOne;
            }

            var without = anomalies.Average(row => LogShareAbove(labeledScores[row], scores));
            var allowed = AllowedLoss * anomalies.Length / (anomalies.Length + AnomaliesOfHalfTheLoss);
            var (best, least) = ((float?)null, without + allowed);
            foreach (var strength in strengths)
            {
                (double Combined, double Alone)[] leftOutOnes =
                [
                    .. anomalies
                        .Chunk((anomalies.Length + MostFolds - 1) / MostFolds)
                        .SelectMany(leftOut => RankLeftOut(leftOut, strength)),
                ];
                var mean = leftOutOnes.Average(one => one.Combined);
                if (mean < least && leftOutOnes.Average(one => one.Alone) < MostAbove)
                {
                    (best, least) = (strength, mean);
                }
            }

            return best;
        }

        /// <summary>
        /// Ranks known anomalies by weights that were fitted without them: the logarithm of the share of training rows with a higher score, and the
        /// share of the lower rows with a higher sum of weights alone.
        /// </summary>
        private IEnumerable<(double Combined, double Alone)> RankLeftOut(int[] leftOut, float strength)
        {
            var weights = Fit([.. Enumerable.Range(0, labels.Length).Except(leftOut)], strength);
            float[] added = [.. others.Select(row => Dot(weights, row))];
            float[] changed = [.. added.Zip(scores, (part, score) => part + score)];
            return leftOut.Select(row =>
            {
                var part = Dot(weights, labeled[row]);
                return (
                    LogShareAbove(labeledScores[row] + part, changed),
                    background.Average(other => added[other] > part ? 1.0 : 0)
                );
            });
        }

        /// <summary>Returns the weights of a logistic regression in nats of the score.</summary>
        /// <param name="chosen">The labeled rows to learn from.</param>
        /// <param name="strength">The inverse of the weight of the squared weights.</param>
        public float[] Fit(int[] chosen, float strength)
        {
            var anomalies = chosen.Count(row => labels[row] == 1);
            var normal = chosen.Length - anomalies;
            Example[] rows =
            [
                .. chosen.Select(row => new Example
                {
                    Features = labeled[row],
                    IsAnomaly = labels[row] == 1,
                    Weight = labels[row] == 1 ? AnomalyWeight / anomalies : NormalWeight / normal,
                }),
                .. background.Select(row => new Example
                {
                    Features = others[row],
                    Weight = BackgroundWeight / background.Length,
                }),
            ];
            MLContext ml = new(seed);
            var schema = SchemaDefinition.Create(typeof(Example));
            schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(
                NumberDataViewType.Single,
                labeled[0].Length
            );
            var trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(
                new LbfgsLogisticRegressionBinaryTrainer.Options
                {
                    FeatureColumnName = nameof(Example.Features),
                    LabelColumnName = nameof(Example.IsAnomaly),
                    ExampleWeightColumnName = nameof(Example.Weight),
                    L1Regularization = 0,
                    L2Regularization = 1 / strength,
                    NumberOfThreads = 1,
                }
            );
            var model = trainer.Fit(ml.Data.LoadFromEnumerable(rows, schema)).Model.SubModel;
            return [.. model.Weights.Select(weight => weight * UnitsOfLogOdds * (float)Excess.Unit)];
        }

        private static double LogShareAbove(float score, float[] among) =>
            Math.Log((among.Count(other => other > score) + 3.0) / among.Length);

        private static float Dot(float[] weights, float[] row)
        {
            var sum = 0f;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * row[i];
            }

            return sum;
        }
    }

    private sealed class Example
    {
        public float[] Features { get; set; } = [];

        public bool IsAnomaly { get; set; }

        public float Weight { get; set; }
    }
}
