using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Transforms.Onnx;
using Parquet;
using TorchSharp;

namespace Dependencies.Tests;

/// <summary>Makes an upgrade of a package visible, so that somebody looks at its faults again.</summary>
public sealed class PackageVersionTests
{
    private static IEnumerable<TestCaseData> Packages()
    {
        yield return Package(Fault.MlNet, () => VersionOf(typeof(MLContext)), Fault.MlNetVersion);
        yield return Package(Fault.OnnxTransformer, () => VersionOf(typeof(OnnxTransformer)), Fault.MlNetVersion);
        yield return Package(
            Fault.OnnxRuntime + ".Managed",
            () => VersionOf(typeof(InferenceSession)),
            Fault.OnnxRuntimeVersion
        );
        yield return Package(Fault.OnnxRuntime, () => OrtEnv.Instance().GetVersionString(), Fault.OnnxRuntimeVersion);
        yield return Package(Fault.TorchSharp, () => VersionOf(typeof(torch)), Fault.TorchSharpVersion);
        yield return Package(Fault.Libtorch, () => Version.Parse(torch.__version__).ToString(3), Fault.LibtorchVersion);
        yield return Package(Fault.ParquetNet, () => VersionOf(typeof(ParquetReader)), Fault.ParquetNetVersion);
    }

    [TestCaseSource(nameof(Packages))]
    public void Version_OfAPackage_IsTheOneThatTheTestsName(string package, Func<string> version, string expected) =>
        Assert.That(
            version(),
            Is.EqualTo(expected),
            $"{package} was upgraded. Run all tests of tests/Dependencies.Tests and remove the workarounds for faults that are gone. Read "
                + "docs/platforms.md and the versions that it names again. Then change the version in Fault.cs."
        );

    private static TestCaseData Package(string package, Func<string> version, string expected) =>
        new TestCaseData(package, version, expected).SetArgDisplayNames(package);

    /// <summary>Returns the version of the package. Most of the assemblies have another one, such as 1.0.0.</summary>
    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
