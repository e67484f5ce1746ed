using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace VaeMlNet.Tests.Shared;

/// <summary>Debian's python3-yaml as the reader of manifests. It keeps running, because tests read many.</summary>
public sealed class PythonYaml : IDisposable
{
    private const string Python = "/usr/bin/python3";

    // One document per line, as a JSON string; keys that are there twice are an error.
    private const string Program = """
        import json, sys, yaml
        class Loader(yaml.SafeLoader):
            def construct_mapping(self, node, deep=False):
                keys = [self.construct_object(k, deep) for k, _ in node.value]
                assert len(keys) == len(set(keys)), keys
                return super().construct_mapping(node, deep)
        for line in sys.stdin:
            try:
                print(json.dumps({"document": list(yaml.load_all(json.loads(line), Loader))}), flush=True)
            except Exception as e:
                print(json.dumps({"error": repr(e)}), flush=True)
        """;

    private readonly Process process = Process.Start(
        new ProcessStartInfo(Python, ["-c", Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
        }
    )!;

    /// <summary>Ignores the test, with the reason, if Python's yaml package is missing.</summary>
    public static void RequireInstalled()
    {
        if (ProgramRun.Run(Python, null, "-c", "import yaml") is not { ExitCode: 0 })
        {
            Assert.Ignore(
                $"{Python} has no module yaml (Debian: apt-get install python3-yaml), so no manifest was parsed."
            );
        }
    }

    /// <summary>Returns the only document of a YAML text as JSON.</summary>
    /// <exception cref="FormatException">The text is not YAML, or has several documents.</exception>
    public JsonNode Parse(string yaml)
    {
        process.StandardInput.WriteLine(JsonValue.Create(yaml).ToJsonString());
        process.StandardInput.Flush();
        var answer = JsonNode.Parse(process.StandardOutput.ReadLine()!)!;
        return answer["document"] is JsonArray { Count: 1 } documents
            ? documents[0]!
            : throw new FormatException($"{answer.ToJsonString()}: {yaml}");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
