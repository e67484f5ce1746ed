using System.Security.Cryptography;
using System.Text;
using VaeMlNet;

namespace Fuzzing.Tests;

/// <summary>
/// Model folders whose sums, manifest, inputs and outputs are right, and whose graphs contain random operators: any of the
/// standard ones, those that model folders may have, or a real graph with changed nodes.
/// </summary>
/// <param name="folder">A folder for the model folder.</param>
internal sealed class OperatorTarget(string folder) : FuzzTarget
{
    public const string Name = "operators";

    private const int Rows = 3;

    /// <summary>The largest number of attempts to find a node that the check accepts.</summary>
    private const int MostTries = 400;

    private static readonly string Original = Path.Combine(Repository.Root, "tests/VaeMlNet.Tests/Fixtures/gaussian");

    private static readonly string[] Graphs =
    [
        ModelFolderFiles.Encoder,
        ModelFolderFiles.Decoder,
        ModelFolderFiles.Scorer,
    ];

    private static readonly StandardOperator[] Allowed =
    [
        .. StandardOperators.All.Where(o => OperatorTable.Operators.Contains(o.Name)),
    ];

    private readonly string model = Path.Combine(folder, "model");
    private readonly Dictionary<string, byte[]> files = Directory
        .EnumerateFiles(Original, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(Original, f).Replace('\\', '/'), File.ReadAllBytes);

    // Keeps the sessions of graphs that a seed does not change.
    private VaeModel? kept;

    /// <summary>Gets the processor time for the largest graphs that are accepted.</summary>
    public override TimeSpan LongestTime => TimeSpan.FromSeconds(20);

    /// <summary>Gets the memory for the largest graphs that are accepted, docs/model-folder.md.</summary>
    public override long LargestMemory => 4L << 30;

    public override string Damage(int seed)
    {
        Random random = new(seed);
        var file = Graphs[random.Next(Graphs.Length)];
        var graph = FuzzModel.Read(files[file]);
        var kind = (seed % 4) switch
        {
            0 => AddAnyOperators(graph, random),
            1 => ChangeNodes(graph, random),
            _ => AddAllowedOperators(graph, random),
        };
        Write(file, graph.ToBytes());
        return $"{kind} in {file}";
    }

    public override void UseOriginal()
    {
        Write(ModelFolderFiles.Encoder, files[ModelFolderFiles.Encoder]);
        kept = VaeModel.Open(model);
        UseDamaged();
    }

    public override void UseDamaged()
    {
        VaeModel? opened = null;
        Documented(() => opened = VaeModel.Open(model));
        using (opened)
        {
            if (opened is not null)
            {
                Documented(() => opened.Encode(new float[Rows * opened.InputDim]));
                Documented(() => opened.Decode(new float[Rows * opened.LatentDim]));
                // Runs the scorer too.
                Documented(() => opened.Verify());
            }
        }
    }

    protected override bool IsDocumented(Exception refusal) => refusal is VaeModelException;

    private static string AddAnyOperators(FuzzModel graph, Random random)
    {
        GraphNoise noise = new(graph, random);
        List<string> values = ["features"];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            values.AddRange(noise.AddNode(StandardOperators.All, values).Outputs);
        }

        return "any operators";
    }

    /// <summary>Adds nodes that the check accepts where there are such, and sometimes one that it does not.</summary>
    private static string AddAllowedOperators(FuzzModel graph, Random random)
    {
        List<string> values = [];
        var inference = AddSources(graph, random, values);
        GraphNoise noise = new(graph, random);
        for (var i = random.Next(2, 8); i > 0; i--)
        {
            // Operators with many inputs are accepted seldom: they get as many tries as the others.
            StandardOperator[] chosen = [Allowed[random.Next(Allowed.Length)]];
            for (var tries = 0; tries < MostTries; tries++)
            {
                var constants = graph.Constants.Count;
                var node = noise.AddNode(chosen, values);
                if (Accepts(inference, graph.Constants.Skip(constants), node))
                {
                    values.AddRange(node.Outputs);
                    break;
                }

                if (random.Next(3000) == 0)
                {
                    break;
                }

                graph.Nodes.RemoveAt(graph.Nodes.Count - 1);
                graph.Constants.RemoveRange(constants, graph.Constants.Count - constants);
            }
        }

        return "allowed operators";
    }

    private static string ChangeNodes(FuzzModel graph, Random random)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var changed = graph.Clone();
            GraphNoise noise = new(changed, random);
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                noise.Change();
            }

            if (tries == 49 || random.Next(20) == 0 || Accepts(changed))
            {
                graph.Constants.Clear();
                graph.Constants.AddRange(changed.Constants);
                graph.Nodes.Clear();
                graph.Nodes.AddRange(changed.Nodes);
                break;
            }
        }

        return "changed nodes";
    }

    /// <summary>Starts the inference of shapes, with images and other values to work on.</summary>
    private static GraphInference AddSources(FuzzModel graph, Random random, List<string> values)
    {
        GraphInference inference = new(1000);
        var isDecoder = graph.Nodes.Exists(n => n.Inputs.Contains("latent"));
        var input = isDecoder ? "latent" : "features";
        inference.Add(input, new(GraphType.Float32, [GraphSize.Batch, new(isDecoder ? 2 : 6, false)]));
        List<FuzzTensor> sources = [];
        long[][] shapes = isDecoder
            ?
            [
                [0, 2, 1],
                [0, 1, 2, 1],
                [-1, 1, 1, 1],
                [0, 1, 1, 2],
            ]
            :
            [
                [0, 2, 3],
                [0, 1, 2, 3],
                [0, 1, 6],
                [-1, 2, 1, 3],
                [0, 6, 1, 1],
                [0, 1, 3, 2],
            ];
        var shape = shapes[random.Next(shapes.Length)];
        byte[] numbers = [.. shape.SelectMany(BitConverter.GetBytes)];
        sources.Add(new("image_shape", 7, [shape.Length], numbers));
        sources.Add(
            FuzzTensor.Random(random, "image", 1, [1, random.Next(1, 5), random.Next(1, 8), random.Next(1, 8)])
        );
        sources.Add(FuzzTensor.Random(random, "line", 1, [random.Next(1, 3), random.Next(1, 5), random.Next(1, 8)]));
        sources.Add(FuzzTensor.Random(random, "matrix", 1, [isDecoder ? 2 : 6, random.Next(1, 5)]));
        sources.Add(FuzzTensor.Random(random, "numbers", random.Next(2) == 0 ? 7 : 1));
        OnnxNode reshape = new(
            "to_image",
            "Reshape",
            [input, "image_shape"],
            ["rows"],
            new Dictionary<string, object>()
        );
        graph.Constants.AddRange(sources);
        graph.Nodes.Add(reshape);
        if (!Accepts(inference, sources, reshape))
        {
            sources[^1] = sources[^1] with { Shape = [1], Data = new byte[sources[^1].Type == 7 ? 8 : 4] };
            graph.Constants[^1] = sources[^1];
            Accepts(inference, sources, reshape);
        }

        values.AddRange([input, input, "rows", "rows", "rows", "image", "line", "matrix", "numbers"]);
        return inference;
    }

    private static bool Accepts(GraphInference inference, IEnumerable<FuzzTensor> constants, OnnxNode node)
    {
        try
        {
            foreach (var constant in constants)
            {
                var message = constant.ToMessage().ToArray();
                (var name, var value) = GraphMessage.Constant(message, message);
                if (!inference.Values.ContainsKey(name))
                {
                    inference.Add(name, value);
                }
            }

            inference.Add(node);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static bool Accepts(FuzzModel graph)
    {
        try
        {
            GraphChecker.Check(graph.ToBytes());
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Writes the folder with one other file, and right sums.</summary>
    private void Write(string file, byte[] content)
    {
        StringBuilder sums = new();
        foreach ((var name, var original) in files)
        {
            if (name == "SHA256SUMS")
            {
                continue;
            }

            var bytes = name == file ? content : original;
            var path = Path.Combine(model, name);
            if (kept is null || name == file || Graphs.Contains(name))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, bytes);
            }

            sums.Append(Convert.ToHexStringLower(SHA256.HashData(bytes))).Append("  ").Append(name).Append('\n');
        }

        File.WriteAllText(Path.Combine(model, "SHA256SUMS"), sums.ToString());
    }
}
