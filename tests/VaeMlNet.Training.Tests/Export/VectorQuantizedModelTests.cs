using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.OnnxExport;

namespace VaeMlNet.Tests;

/// <summary>The outputs of ML.NET's steps for a model with vector-quantized latents.</summary>
public sealed class VectorQuantizedModelTests : IDisposable
{
    private const int CodeCount = 3;
    private const int Size = 8;
    private const int CodeWidth = 2;

    private readonly TemporaryFolder folder = new();
    private readonly MLContext ml = new(1);
    private readonly IDataView data = Some.View(Some.Values(20));

    [OneTimeSetUp]
    public void Export()
    {
        using var trained = Trained();
        trained.Export(Model, data);
    }

    public void Dispose() => folder.Dispose();

    [Test]
    public void Open_Manifest_HasTheCodebookAndVerifies()
    {
        using var model = VaeModel.Open(Model);
        var latent = model.Manifest.Latent;

        Assert.Multiple(() =>
        {
            Assert.That(latent.Kind, Is.EqualTo("vector_quantized"));
            Assert.That((latent.Dim, latent.Groups), Is.EqualTo((CodeCount * CodeWidth, CodeCount)));
            Assert.That(latent.Codebook!.Size, Is.EqualTo(Size));
            Assert.That(latent.Codebook.Vectors, Has.Count.EqualTo(Size * CodeWidth));
            Assert.That(latent.Codebook.Shares.Chunk(Size).Select(s => s.Sum()), Is.All.EqualTo(1).Within(1e-5));
            Assert.That(latent.Codebook.ComputePerplexity(), Is.InRange(1.5, Size));
            Assert.That(model.Verify().Passed, Is.True);
        });
    }

    [Test]
    public void VaeEncode_CodeColumn_GivesKeysOfTheVectors()
    {
        using var model = VaeModel.Open(Model);
        using var transformer = ml
            .Transforms.VaeEncode("Latent", "Features", Model, new() { CodeColumnName = "Codes" })
            .Fit(data);
        var encoded = transformer.Transform(data);
        var codes = encoded.GetColumn<uint[]>("Codes").ToArray();
        var vectors = encoded.GetColumn<float[]>("Latent").ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(encoded.Schema["Codes"].Type.ToString(), Is.EqualTo("Vector<Key<UInt32, 0-7>, 3>"));
            Assert.That(codes.SelectMany(row => row), Is.All.InRange(1, Size));
            Assert.That(codes.SelectMany(row => row).Distinct().Count(), Is.GreaterThan(2));
            Assert.That(vectors, Is.EqualTo(codes.Select(row => model.Manifest.Latent.Codebook!.Lookup(row))));
        });
    }

    [Test]
    public void VaeEncode_SavedAndLoaded_GivesTheSameCodes()
    {
        using var transformer = ml
            .Transforms.VaeEncode("Latent", "Features", Model, new() { CodeColumnName = "Codes" })
            .Fit(data);
        ml.Model.Save(transformer, data.Schema, folder["pipeline.zip"]);
        var loaded = ml.Model.Load(folder["pipeline.zip"], out _);
        var restored = ml.Model.RestoreVaeBatching(loaded);
        var expected = transformer.Transform(data);
        foreach (var view in (IDataView[])[loaded.Transform(data), restored.Transform(data)])
        {
            Assert.That(view.Schema["Codes"].Type, Is.EqualTo(expected.Schema["Codes"].Type));
            Assert.That(view.GetColumn<uint[]>("Codes"), Is.EqualTo(expected.GetColumn<uint[]>("Codes")));
        }
    }

    [Test]
    public void VaeEncode_CodesAsCategories_FeedMapKeyToVector()
    {
        using var chain = ml
            .Transforms.VaeEncode("Latent", "Features", Model, new() { CodeColumnName = "Codes" })
            .Append(ml.Transforms.Conversion.MapKeyToVector("OneHot", "Codes"))
            .Fit(data);

        Assert.That(
            chain.Transform(data).GetColumn<float[]>("OneHot").Select(row => (row.Length, row.Sum())),
            Is.All.EqualTo((CodeCount * Size, (float)CodeCount))
        );
    }

    [Test]
    public void VaeEncode_ColumnsThatTheModelLacks_AreRefused()
    {
        using var gaussian = Some.Trained(Some.Options());
        gaussian.Export(folder["gaussian"], data);

        Assert.Multiple(() =>
        {
            Assert.That(
                () => ml.Transforms.VaeEncode("Latent", "Features", Model, new() { LogVarianceColumnName = "Spread" }),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains("'Spread'")
            );
            Assert.That(
                () =>
                    ml.Transforms.VaeEncode(
                        "Latent",
                        "Features",
                        folder["gaussian"],
                        new() { CodeColumnName = "Codes" }
                    ),
                Throws
                    .InstanceOf<ArgumentException>()
                    .With.Message.Contains("'gaussian'")
                    .And.Message.Contains("'Codes'")
            );
        });
    }

    [Test]
    public void VaeScore_Rows_HaveTheKlOfUniformCodes()
    {
        VaeScoreOptions Kind(VaeScoreKind kind) => new() { Kind = kind };
        using var chain = ml
            .Transforms.VaeScore("Score", "Features", Model)
            .Append(ml.Transforms.VaeScore("Error", "Features", Model, Kind(VaeScoreKind.ReconstructionError)))
            .Append(ml.Transforms.VaeScore("Marginal", "Features", Model, Kind(VaeScoreKind.MarginalLikelihood)))
            .Append(ml.Transforms.VaeReconstruct("Mean", "Features", Model))
            .Append(ml.Transforms.VaeEncode("Latent", "Features", Model))
            .Append(ml.Transforms.VaeDecode("Decoded", "Latent", Model))
            .Fit(data);
        var view = chain.Transform(data);
        var scores = view.GetColumn<float>("Score").ToArray();
        var expected = view.GetColumn<float>("Error").Select(error => error + (CodeCount * Math.Log(Size))).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(scores, Is.EqualTo(expected).AsCollection.Within(1e-4));
            Assert.That(view.GetColumn<float>("Marginal"), Is.EqualTo(expected).AsCollection.Within(1e-3));
            Assert.That(
                view.GetColumn<float[]>("Decoded").SelectMany(row => row),
                Is.EqualTo(view.GetColumn<float[]>("Mean").SelectMany(row => row)).AsCollection.Within(1e-5)
            );
        });
    }

    [Test]
    public void VaeSample_Prior_DrawsCodesByTheirShares()
    {
        using var model = VaeModel.Open(Model);
        var codebook = model.Manifest.Latent.Codebook!;
        var options = new VaeSampleOptions { LatentColumnName = "Latent" };
        var latents = ml.Data.VaeSample(model, 4000, seed: 3, options).GetColumn<float[]>("Latent").ToArray();
        var again = ml.Data.VaeSample(model, 10, seed: 3, options).GetColumn<float[]>("Latent").ToArray();

        Assert.Multiple(() =>
        {
            for (var place = 0; place < CodeCount; place++)
            {
                for (var code = 0; code < Size; code++)
                {
                    var vector = codebook.Lookup([(uint)code + 1]);
                    var share = latents.Average(row =>
                        row.Skip(place * CodeWidth).Take(CodeWidth).SequenceEqual(vector) ? 1 : 0
                    );
                    Assert.That(share, Is.EqualTo(codebook.Shares[(place * Size) + code]).Within(0.04));
                }
            }

            Assert.That(again, Is.EqualTo(latents[..10]));
        });
    }

    [Test]
    public void Export_FewerBits_IsRefused()
    {
        using var trained = Trained();

        Assert.That(
            () => trained.Export(folder["int8"], data, new VaeExportOptions { WeightFormat = OnnxWeightFormat.Int8 }),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains("Int8").And.Message.Contains("Float32")
        );
    }

    [Test]
    public void LoadCheckpoint_Saved_ExportsTheSameFolder()
    {
        using var trained = Trained();
        trained.SaveCheckpoint(folder["checkpoint"]);
        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        loaded.Export(folder["again"], data);

        using var expected = VaeModel.Open(Model);
        using var actual = VaeModel.Open(folder["again"]);

        Assert.Multiple(() =>
        {
            Assert.That(
                actual.Manifest.Latent.Codebook!.Vectors,
                Is.EqualTo(expected.Manifest.Latent.Codebook!.Vectors)
            );
            Assert.That(actual.Manifest.Latent.Codebook!.Shares, Is.EqualTo(expected.Manifest.Latent.Codebook!.Shares));
        });
    }

    [Test]
    public void FindProblem_HostileCodebook_IsNamed()
    {
        var valid = new VaeLatentSpace
        {
            Kind = VaeLatentSpace.VectorQuantized,
            Dim = 4,
            Groups = 2,
            Codebook = new()
            {
                Size = 2,
                Vectors = [1, 2, 3, 4],
                Shares = [0.5f, 0.5f, 1, 0],
            },
        };
        VaeLatentSpace With(Func<VaeCodebook, VaeCodebook> change) => valid with { Codebook = change(valid.Codebook) };
        VaeLatentSpace[] hostile =
        [
            valid with
            {
                Codebook = null,
            },
            valid with
            {
                Groups = null,
            },
            valid with
            {
                Groups = 0,
            },
            valid with
            {
                Groups = 3,
            },
            With(codebook => codebook with { Size = 0 }),
            With(codebook => codebook with { Size = -1 }),
            With(codebook => codebook with { Size = int.MaxValue }),
            With(codebook => codebook with { Size = 4 }),
            With(codebook => codebook with { Vectors = [1, 2, 3, float.NaN] }),
            With(codebook => codebook with { Vectors = [1, 2, 3, float.PositiveInfinity] }),
            With(codebook => codebook with { Vectors = [1, 2, 3] }),
            With(codebook => codebook with { Vectors = null! }),
            With(codebook => codebook with { Shares = null! }),
            With(codebook => codebook with { Shares = [0.5f, 0.5f, 1, 1] }),
            With(codebook => codebook with { Shares = [1.5f, -0.5f, 1, 0] }),
            With(codebook => codebook with { Shares = [0.5f, 0.5f, float.NaN, 0] }),
        ];
        var complaint = LatentKind.Get(valid).Complaint;

        Assert.Multiple(() =>
        {
            Assert.That(complaint(valid), Is.Null);
            Assert.That(hostile.Select(complaint), Is.All.Not.Null.And.All.Contains("latent."));
        });
    }

    [Test]
    public void Lookup_CodeOutsideTheCodebook_IsRefused([Values(0u, 3u)] uint code) =>
        Assert.That(
            () =>
                new VaeCodebook
                {
                    Size = 2,
                    Vectors = [1, 2],
                    Shares = [1, 0],
                }.Lookup([code]),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("1 to 2")
        );

    private string Model => folder["codes"];

    private static TrainedVae Trained() =>
        Some.Trained(
            Some.Options() with
            {
                Latent = new VectorQuantizedLatentOptions { CodebookSize = Size, CodeWidth = CodeWidth },
                LatentDim = CodeCount,
            }
        );
}
