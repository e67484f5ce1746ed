using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet;

namespace IsolatedModel;

/// <summary>Runs a model with one float32 input over CSV rows, in the process that may crash.</summary>
internal static class ModelWorker
{
    /// <summary>Prints the first output of each row.</summary>
    /// <returns>The exit code: 1 if it reported an error.</returns>
    public static int Run(string modelFile, TextReader input, TextWriter output)
    {
        try
        {
            Score(modelFile, input, output);
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static void Score(string modelFile, TextReader input, TextWriter output)
    {
        var info = OnnxFileInfo.Read(modelFile);
        Row[] rows = [.. ReadRows(input)];
        MLContext ml = new();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[0].ColumnName = info.Inputs[0].Name;
        schema[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows[0].Values.Length);
        var data = ml.Data.LoadFromEnumerable(rows, schema);
        // Errors are exceptions of ML.NET and ONNX Runtime. A fault in a native kernel ends this process.
        var scored = ml.Transforms.ApplyOnnxModelBatched(modelFile).Fit(data).Transform(data);
        foreach (var values in scored.GetColumn<float[]>(info.Outputs[0].Name))
        {
            output.WriteLine(string.Join(',', values.Select(v => v.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static IEnumerable<Row> ReadRows(TextReader input)
    {
        while (input.ReadLine() is { Length: > 0 } line)
        {
            yield return new()
            {
                Values = [.. line.Split(',').Select(c => float.Parse(c, CultureInfo.InvariantCulture))],
            };
        }
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];
    }
}
