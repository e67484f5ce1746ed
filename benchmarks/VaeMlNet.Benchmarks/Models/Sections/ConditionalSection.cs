using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>Compares a model under the condition "digit" with one without conditions, with and without averaged weights.</summary>
internal sealed class ConditionalSection : FiguresSection
{
    private const string Condition = nameof(LabeledImage.Digit);

    private static readonly (string Name, VaeTrainerOptions Change, string PyTorch)[] Variants =
    [
        ("no condition", new(), "105.65 = 80.9 + 24.8"),
        ("no condition, averaged weights", new() { WeightAverageDecay = 0.999 }, "104.57 = 79.7 + 24.9"),
        ("under the digit", new() { ConditionColumns = [Condition] }, "101.84 = 79.7 + 22.2"),
        (
            "under the digit, averaged weights",
            new() { ConditionColumns = [Condition], WeightAverageDecay = 0.999 },
            "101.08 = 79.2 + 21.9"
        ),
    ];

    public override string Name => "conditional";

    public override string Title => "Conditions and averaged weights: MNIST, 784-400-20, seed 1";

    protected override int DefaultEpochCount => 10;

    public override IReadOnlyList<FigureTable> Run(SectionRun run)
    {
        var ml = new MLContext(seed: 1);
        var training = View(ml, run.Digits.TrainImages, run.Digits.TrainLabels);
        var test = View(ml, run.Digits.TestImages, run.Digits.TestLabels);
        return
        [
            new FigureTable(
                FormattableString.Invariant($"Test loss after {EpochCount(run)} epochs, on the test images"),
                ["model", "VaeMlNet", "reconstruction + KL", "PyTorch"],
                [.. Variants.Select(own => Measure(run, own.Name, own.Change, own.PyTorch, training, test))],
                "Sohn et al. 2015 measure another task: the missing quadrants of a digit given the others."
            ),
        ];
    }

    private string[] Measure(
        SectionRun run,
        string name,
        VaeTrainerOptions change,
        string pyTorch,
        IDataView training,
        IDataView test
    )
    {
        run.Report(name);
        var preset = SectionRun.Preset("mnist", EpochCount(run));
        using var model = new VaeTrainer(
            preset with
            {
                ConditionColumns = change.ConditionColumns,
                WeightAverageDecay = change.WeightAverageDecay,
            }
        ).Fit(training, nameof(LabeledImage.Features), test, new EpochPrinter(run.Report));
        var last = model.History[^1].Validation!;
        return
        [
            name,
            Two(last.Reconstruction + last.Kl),
            FormattableString.Invariant($"{last.Reconstruction:F1} + {last.Kl:F1}"),
            pyTorch,
        ];
    }

    private static IDataView View(MLContext ml, FeatureMatrix images, byte[] digits)
    {
        var schema = SchemaDefinition.Create(typeof(LabeledImage));
        schema[nameof(LabeledImage.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            images.Width
        );
        schema[Condition].ColumnType = new KeyDataViewType(typeof(uint), 10);
        return ml.Data.LoadFromEnumerable(
            digits.Select((digit, i) => new LabeledImage { Features = images.Row(i).ToArray(), Digit = digit }),
            schema
        );
    }

    private sealed class LabeledImage
    {
        public float[] Features { get; set; } = [];

        // From 0: LoadFromEnumerable makes keys from 1 of it.
        public uint Digit { get; set; }
    }
}
