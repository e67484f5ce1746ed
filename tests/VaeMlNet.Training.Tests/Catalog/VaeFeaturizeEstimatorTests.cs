using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.ML;
using Microsoft.ML.Data;
using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

public sealed class VaeFeaturizeEstimatorTests
{
    private readonly MLContext ml = new(1);
    private readonly IDataView data = SomeTable.View(SomeTable.Rows(100));

    [Test]
    public void Fit_MixedColumns_GivesFiniteLatentsAndThePromisedSchema()
    {
        var estimator = ml.Transforms.VaeFeaturize(
            "Latent",
            SomeTable.Columns,
            SomeTable.Options with
            {
                LatentDim = 2,
            }
        );

        using var encoder = estimator.Fit(data);

        var encoded = encoder.Transform(data);

        Assert.That(encoded.Schema["Latent"].Type, Is.EqualTo(new VectorDataViewType(NumberDataViewType.Single, 2)));
        Assert.That(
            encoded.GetColumn<float[]>("Latent").SelectMany(row => row),
            Has.All.Matches<float>(float.IsFinite)
        );
        Assert.That(
            Shapes.Describe(estimator.GetOutputSchema(Shapes.Create(data.Schema))),
            Is.EqualTo(Shapes.Describe(Shapes.Create(encoded.Schema)))
        );
    }

    /// <summary>Its folder was temporary, and no longer exists.</summary>
    [Test]
    public void Transform_ColumnOfAnotherType_SaysThatTheModelIsOfThePipeline()
    {
        using var encoder = ml
            .Transforms.VaeFeaturize("Latent", SomeTable.Columns, SomeTable.Options with { EpochCount = 1 })
            .Fit(data);
        var texts = ml.Transforms.Conversion.ConvertType("Income", outputKind: DataKind.String).Fit(data);

        var error = Assert.Catch(() => encoder.Transform(texts.Transform(data)))!;

        Assert.That(error.Message, Does.Contain("'Income'").And.Contain("'trained in the pipeline by VaeFeaturize'"));
        Assert.That(error.Message, Does.Not.Contain(Path.GetTempPath()));
    }

    private static IEnumerable<TestCaseData> WrongOptions()
    {
        static TestCaseData Case(string fact, VaeEncodeOptions options, VaeTrainerOptions? training = null) =>
            new TestCaseData(options, training ?? SomeTable.Options, fact).SetArgDisplayNames(fact);
        yield return Case("IntraOpThreadCount is 0, expected 1 to 1024", new() { IntraOpThreadCount = 0 });
        yield return Case("BatchSize of VaeEncode is -5", new() { BatchSize = -5 });
        yield return Case("'Latent'", new() { LogVarianceColumnName = "Latent" });
        yield return Case(
            "categories, which have no variance",
            new() { LogVarianceColumnName = "LogVariance" },
            new() { Latent = new GumbelSoftmaxLatentOptions() }
        );
    }

    [TestCaseSource(nameof(WrongOptions))]
    public void Create_WrongOptions_AreRefusedBeforeTraining(
        VaeEncodeOptions options,
        VaeTrainerOptions training,
        string fact
    ) =>
        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", SomeTable.Columns, training, options),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(fact)
        );

    /// <summary>A training without rows would end in another exception.</summary>
    [Test]
    public void Fit_BatchSizeBeyondOneBuffer_IsRefusedBeforeTraining() =>
        Assert.That(
            () =>
                ml
                    .Transforms.VaeFeaturize(
                        "Latent",
                        SomeTable.Columns,
                        SomeTable.Options,
                        new() { BatchSize = int.MaxValue }
                    )
                    .Fit(SomeTable.View()),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("BatchSize of VaeEncode is 2147483647, expected 1 to")
        );

    [Test]
    public void Transform_KeysOfBytesInAnotherOrder_AreRefused()
    {
        byte[] codes = [.. Enumerable.Range(0, 60).Select(i => (byte)(i % 3))];
        var given = Coded(codes);
        using var encoder = ml
            .Transforms.VaeFeaturize("Latent", ["Code"], SomeTable.Options with { EpochCount = 1 })
            .Fit(given);

        Assert.That(() => encoder.Transform(given), Throws.Nothing);
        Assert.That(
            () => encoder.Transform(Coded([.. codes.Reverse()])),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'2', '1', '0', but")
        );
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Fit_ConvolutionalNetwork_ReadsPixelsWithoutMarksUnlessCellsAreHidden(bool hidesCells)
    {
        var images = Some.View([1, 4, 3], Some.Values(40));
        var featurizer = ml.Transforms.VaeFeaturize(
            "Latent",
            "Features",
            new()
            {
                EpochCount = 1,
                LatentDim = 2,
                Network = new ConvolutionalNetworkOptions { Image = new(1, 4, 3) },
                InputNoise = hidesCells ? new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 1 } : null,
            }
        );

        if (hidesCells)
        {
            Assert.That(
                () => featurizer.Fit(images),
                Throws
                    .TypeOf<ArgumentOutOfRangeException>()
                    .With.Message.Contains(
                        "1 x 4 x 3, 12 numbers (channels, height, width), but must be of as many numbers as the network reads from a row, 24: those of its columns and a mark"
                    )
            );
            return;
        }

        using var fitted = featurizer.Fit(images);

        Assert.That(fitted.Transform(images).GetColumn<float[]>("Latent"), Is.All.All.Matches<float>(float.IsFinite));
    }

    [Test]
    public void Fit_ImageSmallerThanTheColumn_IsRefusedBeforeRowsAreRead()
    {
        var unreadable = Some.View([.. Some.Values(3), [0.5f]]);
        VaeTrainerOptions options = new() { Network = new ConvolutionalNetworkOptions { Image = new(1, 2, 4) } };

        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", "Features", options).Fit(unreadable),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("VaeTrainerOptions.Network.Image is 1 x 2 x 4, 8 numbers")
                .And.Message.Contains("of at least as many numbers as the columns have slots, 12")
        );
    }

    [Test]
    public void Fit_ConvolutionsOfNumbersAndCategories_NeedAFullyConnectedDecoder()
    {
        ConvolutionalNetworkOptions network = new() { Image = new(1, 2, 2), Filters = [2] };
        VaeTrainerOptions Options(int[]? decoder) =>
            SomeTable.Options with
            {
                EpochCount = 1,
                Network = network with { DecoderHiddenDims = decoder },
            };
        var complete = SomeTable.View(SomeTable.Rows(40, missingShare: 0));

        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", ["Job", "Income"], Options(null)).Fit(complete),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("VaeTrainerOptions.Network.DecoderHiddenDims is null")
                .And.Message.Contains("4 numbers for each parameter, and these columns need 5")
        );

        using var fitted = ml.Transforms.VaeFeaturize("Latent", ["Job", "Income"], Options([])).Fit(complete);

        Assert.That(fitted.Transform(complete).GetColumn<float[]>("Latent"), Is.All.All.Matches<float>(float.IsFinite));
    }

    [TestCase(0.05)]
    [TestCase(1)]
    public void Fit_AnyBeta_LogsAnEquationThatHolds(double beta)
    {
        MLContext logged = new(1);
        List<string> lines = [];
        logged.Log += (_, line) => lines.Add(line.Message);
        using var fitted = logged
            .Transforms.VaeFeaturize("Latent", SomeTable.Columns, SomeTable.Options with { Beta = beta })
            .Fit(data);
        var last = Regex.Match(
            string.Join('\n', lines),
            @"epoch 5/5: loss (\S+) = reconstruction (\S+) \+ (?:(\S+) \* )?KL (\S+) nats"
        );
        double Figure(int group) => double.Parse(last.Groups[group].Value, CultureInfo.InvariantCulture);

        Assert.That(last.Success, string.Join('\n', lines));
        Assert.That(last.Groups[3].Value, Is.EqualTo(beta == 1 ? "" : "0.05"));
        Assert.That(Figure(2) + (beta * Figure(4)), Is.EqualTo(Figure(1)).Within(0.02));
    }

    [Test]
    public void GetOutputSchema_TextColumn_NamesTheTransform() =>
        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", ["Comment"]).GetOutputSchema(Shapes.Create(data.Schema)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("MapValueToKey")
        );

    [Test]
    public void GetOutputSchema_MissingColumn_NamesIt() =>
        Assert.That(
            () => ml.Transforms.VaeFeaturize("Latent", ["Nope"]).GetOutputSchema(Shapes.Create(data.Schema)),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'Nope'")
        );

    /// <summary>Returns rows whose keys have the order in which the codes appear.</summary>
    private IDataView Coded(IEnumerable<byte> codes)
    {
        var rows = ml.Data.LoadFromEnumerable(codes.Select(code => new CodeRow { Code = code }));
        return ml.Transforms.Conversion.MapValueToKey("Code").Fit(rows).Transform(rows);
    }

    private sealed class CodeRow
    {
        public byte Code { get; set; }
    }
}
