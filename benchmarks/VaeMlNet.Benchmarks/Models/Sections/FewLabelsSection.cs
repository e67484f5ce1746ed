using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Measures how much the labels of 100 rows improve embeddings, by logistic regression that learns from the same rows.</summary>
internal sealed class FewLabelsSection : FiguresSection
{
    private const int LabelCount = 100;
    private const int DigitCount = 10;
    private const int PixelIterations = 40;
    private const int EmbeddingIterations = 200;

    private static readonly string[] TableNames = ["german", "planets", "adult", "penguins", "taxis"];

    public override string Name => "few-labels";

    public override string Title => "Labels of 100 rows";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run) =>
        [.. Environment.GetEnvironmentVariable("FEWT") == "mnist" ? new[] { OfDigits(run) } : [], .. OfTables(run)];

    private FigureTable OfDigits(SectionRun run)
    {
        using var scope = NewDisposeScope();
        var digits = run.Digits;
        var first = run.Train(SectionRun.Preset("mnist", EpochCount(run)));
        FewLabels pixels = new(digits.Train, digits.Test, digits);
        FewLabels means = new(first.Network.Encode(digits.Train), first.Network.Encode(digits.Test), digits);
        return new(
            "MNIST: error in %",
            ["features", "labels used by the model", "logistic regression, 100 labels"],
            [
                Row("pixels (784)", "-", pixels.LogisticRegressionError(LabelCount, PixelIterations)),
                Row("VAE means (20), M1", "none", means.LogisticRegressionError(LabelCount, null)),
                Row("VAE of the VAE means (5)", "none", OfSecond(null)),
                Row("the same with a label head", "100", OfSecond(new LabelPredictionOptions { ColumnName = "Label" })),
                Row(
                    "the same with the label as a latent (15), M1+M2",
                    "100",
                    OfSecond(new SemiSupervisedOptions { ColumnName = "Label" })
                ),
                ["M2 on pixels, Kingma et al. 2014, table 1", "100", "11.97 ± 1.71"],
                ["M1+M2, Kingma et al. 2014, table 1", "100", "3.33 ± 0.14"],
            ]
        );

        double OfSecond(VaeLabelOptions? labels) =>
            means.Draws(LabelCount).Select((rows, draw) => ErrorOfSecond(run, first, rows, draw + 1, labels)).Average();
    }

    /// <summary>Trains a second model on the means of a first one, and returns the error on its embeddings.</summary>
    private static double ErrorOfSecond(
        SectionRun run,
        TrainedVae first,
        long[] labeled,
        int seed,
        VaeLabelOptions? labels
    )
    {
        using var scope = NewDisposeScope();
        var digits = run.Digits;
        var (train, test) = (first.Network.Encode(digits.Train), first.Network.Encode(digits.Test));
        using var second = new VaeTrainer(
            new()
            {
                HiddenDims = [256, 256],
                LatentDim = 5,
                Likelihood = new GaussianLikelihoodOptions { Learned = LearnedScale.PerFeature },
                InputNoise = new() { Kind = VaeInputNoise.Gaussian, Level = 0.5 },
                EpochCount = 10,
                LearningRate = 2e-3,
                LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.OneCycle },
                Labels = labels,
                Seed = seed,
            }
        ).Fit(View(train, digits.TrainLabels, labeled), "Features");
        FewLabels embeddings = new(second.Network.Encode(train), second.Network.Encode(test), digits);
        var error = embeddings.LogisticRegressionError(labeled, EmbeddingIterations);
        run.Report($"few-labels: {labels?.GetType().Name ?? "no labels"}, draw {seed}: {Percent(error)} %");
        return error;
    }

    private static IDataView View(Tensor features, byte[] labels, long[] labeled)
    {
        var width = (int)features.shape[1];
        var known = labeled.ToHashSet();
        var rows = features.data<float>().ToArray().Chunk(width);
        var schema = SchemaDefinition.Create(typeof(DigitRow));
        schema[nameof(DigitRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return new MLContext(seed: 1).Data.LoadFromEnumerable(
            rows.Select(
                    (row, i) =>
                        new DigitRow { Features = row, Label = known.Contains(i) ? labels[i] : (uint)DigitCount }
                )
                .ToArray(),
            schema
        );
    }

    private static IEnumerable<FigureTable> OfTables(SectionRun run)
    {
        if (run.Settings.TableFolder is not { } source)
        {
            yield break;
        }

        yield return new(
            FormattableString.Invariant(
                $"Tables: error in %, mean of the seeds {string.Join(", ", run.Settings.Seeds)}"
            ),
            ["table", "one-hot columns", "VAE, no labels", "VAE, label head", "VAE, label as a latent (M2)"],
            [
                .. (Environment.GetEnvironmentVariable("FEWT") ?? "")
                    .Split(",")
                    .Select(name => OfTable(run, source, name)),
            ]
        );
    }

    private static string[] OfTable(SectionRun run, string source, string name)
    {
        var table = ProtocolTable.Find(source, [name])[0];
        var folder = Directory.CreateTempSubdirectory("few-labels").FullName;
        var settings = (Environment.GetEnvironmentVariable("FEW") ?? "").Split('|');
        try
        {
            var errors = run
                .Settings.Seeds.Select(seed =>
                {
                    LabeledTableSplit split = new(source, table, LabelCount, seed, folder);
                    double[] own =
                    [
                        split.ErrorOfColumns(),
                        .. settings.Select(s =>
                        {
                            var a = s.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                            return split.ErrorOfEmbeddings([.. a.Where(x => x != "none")], !a.Contains("none"));
                        }),
                    ];
                    run.Report($"few-labels: {name}, seed {seed}: {string.Join(", ", own.Select(Percent))}");
                    return own;
                })
                .ToArray();
            run.Report(
                $"MEAN {name}: {string.Join(", ", Enumerable.Range(0, errors[0].Length).Select(i => Percent(errors.Average(row => row[i]))))}"
            );
            return [name, .. Enumerable.Range(0, errors[0].Length).Select(i => Percent(errors.Average(row => row[i])))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Row(string features, string labels, double error) => [features, labels, Percent(error)];

    private sealed class DigitRow
    {
        public float[] Features { get; set; } = [];

        [KeyType(DigitCount)]
        public uint Label { get; set; }
    }
}
