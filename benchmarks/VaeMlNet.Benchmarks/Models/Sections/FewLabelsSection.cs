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
    private const int LatentsOfSecond = 5;
    private const int LatentsOfTables = 4;
    private const int MoreLatentsOfTables = 8;
    private const int RowsOfLargeTables = 5000;
    private const int SeedsOfLargeTables = 3;

    /// <summary>The tables whose target is a category. The last two were not used to choose the settings.</summary>
    private static readonly string[] TableNames = ["german", "adult", "planets", "penguins", "taxis"];

    public override string Name => "few-labels";

    public override string Title => "Labels of 100 rows";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run) =>
        run.Settings.TableFolder is { } tables ? [OfDigits(run), OfTables(run, tables)] : [OfDigits(run)];

    private FigureTable OfDigits(SectionRun run)
    {
        using var scope = NewDisposeScope();
        var digits = run.Digits;
        var first = run.Train(SectionRun.Preset("mnist", EpochCount(run)));
        var (train, test) = (first.Network.Encode(digits.Train), first.Network.Encode(digits.Test)); // [N, 20]
        FewLabels pixels = new(digits.Train, digits.Test, digits);
        FewLabels means = new(train, test, digits);
        var latent = new SemiSupervisedLabelOptions { ColumnName = nameof(DigitRow.Label), HasUniformPrior = true };
        return new(
            "MNIST: error in %",
            ["features", "labels in training", "logistic regression, 100 labels"],
            [
                Row("pixels (784)", "none", pixels.LogisticRegressionError(LabelCount, PixelIterations)),
                Row("VAE means (20), M1", "none", means.LogisticRegressionError(LabelCount, null)),
                Row("means (5) of a VAE on M1", "none", ErrorOfSecond(null)),
                Row("means (5) and q(y\\|x) (10) of M2 on M1", "100", ErrorOfSecond(latent)),
                ["q(y\\|x) of M2 on pixels, Kingma et al. 2014, table 1", "100", "11.97 ± 1.71"],
                ["q(y\\|x) of M1+M2, Kingma et al. 2014, table 1", "100", "3.33 ± 0.14"],
            ],
            "Logistic regression is that of [Features for classifiers](#features-for-classifiers): 100 random images, the first 5,000 test images, three draws. "
                + $"The second models are trained on the 20 means of M1 with the same 100 labels: 256-256-{LatentsOfSecond}, {2 * EpochCount(run)} epochs, noise of 0.5 on the input, "
                + "and for M2 a uniform prior of the labels. The protocol of the paper differs: it classifies by q(y\\|x) with labels balanced over the classes, "
                + "its M1 has 50 latents, and its M2 reads samples of them."
        );

        double ErrorOfSecond(VaeLabelOptions? labels) =>
            means
                .Draws(LabelCount)
                .Select(
                    (labeled, draw) =>
                    {
                        using var second = TrainSecond(
                            train,
                            digits.TrainLabels,
                            labeled,
                            labels,
                            draw + 1,
                            2 * EpochCount(run)
                        );
                        FewLabels embeddings = new(second.Network.Encode(train), second.Network.Encode(test), digits);
                        var error = embeddings.LogisticRegression(labeled).Error;
                        run.Report($"  {labels?.GetType().Name ?? "no labels"}, draw {draw + 1}: {Percent(error)} %");
                        return error;
                    }
                )
                .Average();
    }

    /// <summary>Trains a model on the means of a first one.</summary>
    private static TrainedVae TrainSecond(
        Tensor means,
        byte[] digits,
        long[] labeled,
        VaeLabelOptions? labels,
        int seed,
        int epochCount
    ) =>
        new VaeTrainer(
            new()
            {
                HiddenDims = [256, 256],
                LatentDim = LatentsOfSecond,
                Likelihood = new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
                InputNoise = new() { Kind = VaeInputNoiseKind.Gaussian, Level = 0.5 },
                EpochCount = epochCount,
                LearningRate = 2e-3,
                LearningRateSchedule = new() { Schedule = VaeLearningRateSchedule.OneCycle },
                Labels = labels,
                Seed = seed,
            }
        ).Fit(View(means, digits, labeled), nameof(DigitRow.Features));

    private static IDataView View(Tensor features, byte[] digits, long[] labeled)
    {
        var width = (int)features.shape[1];
        var known = labeled.ToHashSet();
        var schema = SchemaDefinition.Create(typeof(DigitRow));
        schema[nameof(DigitRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, width);
        return new MLContext(seed: 1).Data.LoadFromEnumerable(
            features
                .data<float>()
                .ToArray()
                .Chunk(width)
                // A key of the number of keys is a missing one.
                .Select(
                    (row, i) =>
                        new DigitRow { Features = row, Label = known.Contains(i) ? digits[i] : (uint)DigitCount }
                )
                .ToArray(),
            schema
        );
    }

    private static FigureTable OfTables(SectionRun run, string source) =>
        new(
            $"Tables: error in %, and AUROC in % where there are two labels",
            [
                "table",
                "one-hot columns",
                $"VAE of {LatentsOfTables} latents, no labels",
                $"{MoreLatentsOfTables} latents, no labels",
                $"{LatentsOfTables} latents and the label, M2",
            ],
            [.. TableNames.Select(name => OfTable(run, source, name))],
            $"Means over the seeds {string.Join(", ", run.Settings.Seeds)}, of tables above {RowsOfLargeTables} rows over the first {SeedsOfLargeTables}. Each seed is a random half of the rows for the training, "
                + "of which 100 have labels, and a fit of `vaemlnet export --model=table` with the defaults except for the latents. Logistic regression learns from the same 100 rows, "
                + "standardized by them, and is measured on the other half. The settings were chosen on other splits of german, adult and planets; "
                + "penguins and taxis were not used for that."
        );

    private static string[] OfTable(SectionRun run, string source, string name)
    {
        var table = ProtocolTable.Find(source, [name])[0];
        var folder = Directory.CreateTempSubdirectory("few-labels").FullName;
        try
        {
            List<(double Error, double Auroc)[]> results = [];
            foreach (var seed in run.Settings.Seeds)
            {
                LabeledTableSplit split = new(source, table, LabelCount, seed, folder);
                if (split.RowCount > RowsOfLargeTables && results.Count == SeedsOfLargeTables)
                {
                    break;
                }

                results.Add([
                    split.OfColumns(),
                    split.OfEmbeddings(LatentsOfTables, labels: null),
                    split.OfEmbeddings(MoreLatentsOfTables, labels: null),
                    split.OfEmbeddings(LatentsOfTables, new SemiSupervisedLabelOptions { ColumnName = table.Target }),
                ]);
                run.Report($"  {name}, seed {seed}: {string.Join("; ", results[^1].Select(Text))}");
            }

            return
            [
                name,
                .. Enumerable
                    .Range(0, results[0].Length)
                    .Select(i => Text((results.Average(all => all[i].Error), results.Average(all => all[i].Auroc)))),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text((double Error, double Auroc) result) =>
        double.IsNaN(result.Auroc) ? Percent(result.Error) : $"{Percent(result.Error)} / {Percent(result.Auroc)}";

    private static string[] Row(string features, string labels, double error) => [features, labels, Percent(error)];

    private sealed class DigitRow
    {
        public float[] Features { get; set; } = [];

        [KeyType(DigitCount)]
        public uint Label { get; set; }
    }
}
