using System.Text.RegularExpressions;
using Microsoft.ML.Data;

namespace VaeMlNet.Docs.Tests;

/// <summary>
/// Types and members that the text names must exist, including those of ML.NET. Code blocks are checked elsewhere: they are
/// compiled.
/// </summary>
public sealed partial class CodeNameTests
{
    /// <summary>Names that are not part of this code or its libraries, with their meanings.</summary>
    private static readonly Dictionary<string, string> Foreign = new()
    {
        ["DynamicQuantizeLinear"] = "operator of ONNX",
        ["AttributeProto"] = "message of ONNX",
        ["DataType"] = "enumeration of ONNX",
        ["ModelProto"] = "message of ONNX",
        ["TensorProto"] = "message of ONNX",
        ["IRowMapper"] = "not public in ML.NET",
        ["Latent0"] = "slot of a column",
        ["Category0"] = "slot of a column",
        ["ProjectReference"] = "item of MSBuild",
        ["NuGetAudit"] = "property of MSBuild",
        ["DetectEntireAnomalyBySrCnn"] = "method of ML.NET's time series",
        ["DetectAnomalyBySrCnn"] = "method of ML.NET's time series",
        ["DetectSpikeBySsa"] = "method of ML.NET's time series",
        ["DetectIidSpike"] = "method of ML.NET's time series",
        ["DetectSeasonality"] = "method of ML.NET's time series",
        ["DetectChangePointBySsa"] = "method of ML.NET's time series",
        ["ForecastBySsa"] = "method of ML.NET's time series",
        ["ExtractPixels"] = "method of ML.NET's images",
        ["ResizeImages"] = "method of ML.NET's images",
        ["IForest"] = "class of PyOD",
        ["Metadata"] = "class of SDV",
        ["GaussianCopulaSynthesizer"] = "class of SDV",
        ["HMASynthesizer"] = "class of SDV",
        ["PARSynthesizer"] = "class of SDV",
        ["PublishAot"] = "property of MSBuild",
    };

    /// <summary>
    /// Gets the names in code spans of pages and XML comments. The changelog is excluded, because it also names removed
    /// members.
    /// </summary>
    private static IEnumerable<(string Page, string[] Chain)> Names =>
        DocPages
            .All.Where(page => page.Path != "CHANGELOG.md")
            .SelectMany(page => page.CodeSpans.Select(span => (page.Path, Span: span)))
            .Concat(CodeNames.CommentSpans)
            .Select(span => (span.Path, Match: Name().Match(span.Span)))
            .Where(span => span.Match.Success)
            .Select(span => (span.Path, TypeArguments().Replace(span.Match.Groups["name"].Value, "").Split('.')));

    [Test]
    public void Name_InTheText_IsKnown()
    {
        string[] unknown =
        [
            .. Names
                .SelectMany(name => name.Chain.Select(part => (name.Page, Part: part)))
                .Where(name => !IsStartOfCode(name.Part) && !CodeNames.IsKnown(name.Part))
                .Where(name => !Foreign.ContainsKey(name.Part))
                .Select(name => $"{name.Page}: {name.Part}")
                .Distinct(),
        ];

        Assert.That(unknown, Is.Empty);
    }

    [Test]
    public void Chain_FromMlNet_Resolves()
    {
        string[][] chains =
        [
            .. Names.Select(name => name.Chain).Where(chain => chain.Length > 1 && CodeNames.IsStart(chain[0])),
        ];

        Assert.That(chains, Has.Length.GreaterThan(10));
        Assert.That(
            chains.Where(chain => !CodeNames.Resolves(chain)).Select(chain => string.Join('.', chain)),
            Is.Empty
        );
    }

    [TestCase("ml.Data.LoadFromTextFile", true)]
    [TestCase("ml.Data.LoadFromMoon", false)]
    [TestCase("mlContext.Transforms.VaeEncode", true)]
    [TestCase("TextLoader.Options", true)]
    [TestCase("IDataView.GetColumn", true)]
    [TestCase("IDataView.Rows", false)]
    public void Resolves_Chain_IsDistinguishedFromItsMembers(string chain, bool expected) =>
        Assert.That(CodeNames.Resolves(chain.Split('.')), Is.EqualTo(expected));

    [Test]
    public void IsKnown_NameInAMessageOnly_IsFalse() => Assert.That(CodeNames.IsKnown("NoSuch" + "Name"), Is.False);

    private static bool IsStartOfCode(string part) => part is "ml" or "mlContext";

    /// <summary>
    /// Matches a name in Pascal case, or several with dots between them. <c>ml</c> and a dot may precede the name, and
    /// type arguments and arguments may follow it.
    /// </summary>
    [GeneratedRegex(
        @"^(?<name>((ml|mlContext)\.)?([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(<[A-Za-z, ]+>)?)(\.[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*(<[A-Za-z, ]+>)?)*)(\(.*\))?$"
    )]
    private static partial Regex Name();

    [GeneratedRegex("<[A-Za-z, ]+>")]
    private static partial Regex TypeArguments();
}
