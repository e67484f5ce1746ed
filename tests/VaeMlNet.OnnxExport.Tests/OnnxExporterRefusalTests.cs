using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.OnnxExport.Tests;

/// <summary>
/// Modules that cannot be exported, or do not fit. Each message has the path of the module, the facts and what to do next.
/// </summary>
public class OnnxExporterRefusalTests
{
    private static readonly (
        string Name,
        Func<nn.Module<Tensor, Tensor>> Make,
        long[] InputShape,
        string[] Facts
    )[] Cases =
    [
        ("channels", () => nn.Conv2d(3, 4, 3), [2, 8, 8], ["takes 3 channels", "has 2"]),
        ("channels of a norm", () => nn.BatchNorm2d(3), [2, 8, 8], ["takes 3 channels", "has 2"]),
        ("image without channels", () => nn.Conv2d(1, 4, 3), [8, 8], ["takes 4 axes", "has 3", "Unflatten"]),
        ("sequence into 2d", () => nn.MaxPool2d(2), [4, 8], ["takes 4 axes", "has 3"]),
        ("axes of a norm", () => nn.BatchNorm1d(3), [3, 4, 4], ["takes 2 or 3 axes", "has 4"]),
        ("kernel too large", () => nn.Conv2d(1, 1, 5), [1, 4, 8], ["window of 5", "axis of 4", "smaller kernel"]),
        ("pool too large", () => nn.AvgPool1d(5), [1, 4], ["window of 5", "axis of 4"]),
        (
            "same, mirrored, unequal",
            () => nn.Conv2d(1, 1, (3, 5), Padding.Same, padding_mode: PaddingModes.Reflect),
            [1, 8, 8],
            ["Reflect", "Padding.Same", "in numbers"]
        ),
        (
            "no statistics",
            () => nn.BatchNorm1d(3, track_running_stats: false),
            [3],
            ["no running statistics", "LayerNorm"]
        ),
        ("normalized shape", () => nn.LayerNorm(5), [4], ["[5]", "[N, 4]", "normalized_shape"]),
        ("groups of vectors", () => nn.GroupNorm(1, 4), [4], ["3 axes or more", "[N, 4]"]),
        ("slopes", () => nn.PReLU(3), [4, 5], ["takes 3 channels", "has 4"]),
        ("halves of an odd axis", () => nn.GLU(1), [5], ["axis 1", "even"]),
        ("halves of no axis", () => nn.GLU(2), [4], ["axis 2", "must be there"]),
        ("negative padding", () => nn.ZeroPad2d(-1), [1, 4, 4], ["[-1, -1, -1, -1]", "0 and more"]),
        ("padding of more axes than there are", () => nn.ZeroPad2d(1), [4], ["last 2 axes", "[N, 4]"]),
        ("volumes", () => nn.Upsample(scale_factor: [2, 2, 2]), [1, 2, 2, 2], ["mode Nearest", "1 or 2 spatial axes"]),
        (
            "trilinear",
            () => nn.Upsample(scale_factor: [2, 2, 2], mode: UpsampleMode.Trilinear),
            [1, 2, 2, 2],
            ["mode Trilinear", "Bilinear"]
        ),
        ("factors", () => nn.Upsample(scale_factor: [2]), [1, 4, 4], ["1 factors", "2 spatial axes"]),
        ("factors of another size", () => nn.Upsample(null, [2, 2.3]), [1, 3, 3], ["from 3 to 6", "memory layout"]),
        (
            "cubic factors of the same size",
            () => nn.Upsample(null, [1.1, 2], UpsampleMode.Bicubic),
            [1, 6, 3],
            ["from 6 to 6", "recompute_scale_factor"]
        ),
        (
            "output padding",
            () => nn.ConvTranspose2d(1, 1, 3, 1, 0, 1, 2),
            [1, 4, 4],
            ["output_padding 1", "stride 1", "padding 0"]
        ),
        ("pixels", () => nn.PixelShuffle(2), [3, 4, 4], ["multiple of 4 channels", "has 3"]),
        ("pixels back", () => nn.PixelUnshuffle(2), [3, 5, 4], ["multiple of 2 rows", "has 5"]),
        ("a list", () => new Listing(), [4], ["has no ONNX converter", "IOnnxExportable"]),
    ];

    private TemporaryFolder folder = null!;

    private static IEnumerable<string> Names => Cases.Select(refusal => refusal.Name);

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCaseSource(nameof(Names))]
    public void Export_ModuleThatDoesNotFit_NamesItsPathTheFactsAndWhatToDo(string name)
    {
        var (_, make, inputShape, facts) = Cases.Single(refusal => refusal.Name == name);
        using var module = nn.Sequential(("encoder", nn.Sequential(("first", nn.Identity()), ("odd", make()))));

        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxExporter.Export(module, inputShape, folder["model.onnx"])
        );

        Assert.That(error.Message, Does.Contain("'encoder.odd ("));

        foreach (var fact in facts)
        {
            Assert.That(error.Message, Does.Contain(fact));
        }

        Assert.That(folder.Entries, Is.Empty);
    }

    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> NeedSizes = new()
    {
        ["upsamples"] = () => nn.Upsample(scale_factor: [2, 2]),
        ["ceil_mode"] = () => nn.MaxPool2d(2, ceil_mode: true),
        ["given size"] = () => nn.AdaptiveAvgPool2d(2),
        ["shuffles pixels"] = () => nn.PixelShuffle(1),
    };

    private static IEnumerable<string> SizeNeeds => NeedSizes.Keys;

    [TestCaseSource(nameof(SizeNeeds))]
    public void Export_LayerThatNeedsASize_AsksForIt(string purpose)
    {
        using var module = nn.Sequential(("resize", NeedSizes[purpose]()));
        var image = new OnnxInput("image", OnnxElementType.Float32, "N", 3, "H", "W");

        var error = Assert.Throws<OnnxExportException>(() =>
            OnnxExporter.Export(module, [image], folder["model.onnx"])
        );

        Assert.That(error.Message, Does.Contain("'resize (").And.Contain(purpose).And.Contain("fixed size"));
    }

    [Test]
    public void Export_ImagesOfAnySize_MatchTorchSharp()
    {
        manual_seed(1);
        // TorchSharp 0.107.0 leaves the parameters of GroupNorm uninitialized: they are whatever the memory contains.
        var groupNorm = nn.GroupNorm(2, 4);
        nn.init.uniform_(groupNorm.weight, 0.5, 1.5);
        nn.init.uniform_(groupNorm.bias!, -1, 1);
        using var module = nn.Sequential(
            nn.Conv2d(3, 4, 3, 1, 1, padding_mode: PaddingModes.Reflect),
            nn.BatchNorm2d(4),
            nn.MaxPool2d(2),
            groupNorm,
            nn.ConvTranspose2d(4, 2, 2, 2),
            nn.PReLU(2),
            nn.AdaptiveAvgPool2d(1),
            nn.Flatten()
        );
        var image = new OnnxInput("input", OnnxElementType.Float32, "N", 3, "H", "W");
        OnnxExporter.Export(module, [image], folder["model.onnx"]);

        using var exported = new OnnxModel(folder["model.onnx"], isForModelFolders: false);
        Parity.AssertAgree(module, exported, 2, 3, 8, 6);
        Parity.AssertAgree(module, exported, 5, 3, 5, 11);
    }

    /// <summary>A module that contains layers without stating their order.</summary>
    private sealed class Listing : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.ModuleList<nn.Module<Tensor, Tensor>> layers;

        public Listing()
            : base(nameof(Listing))
        {
            layers = nn.ModuleList<nn.Module<Tensor, Tensor>>(nn.Linear(4, 4), nn.ReLU());
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => layers[1].forward(layers[0].forward(input));
    }
}
