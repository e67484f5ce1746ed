using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Transforms.Onnx;

/// <summary>An input of the graph and the column that feeds it.</summary>
internal sealed record OnnxBoundInput(string Name, DataViewSchema.Column Column, int[] Shape);

/// <summary>Makes the getters of output columns; those over the same row share one run per position.</summary>
internal sealed class OnnxRowRuns
{
    private readonly OnnxModel _model;
    private readonly OnnxBoundInput[] _inputs;
    private readonly ConditionalWeakTable<DataViewRow, OnnxRowRun> _runs = new();

    public OnnxRowRuns(OnnxModel model, OnnxBoundInput[] inputs)
    {
        _model = model;
        _inputs = inputs;
    }

    public Delegate MakeGetter(DataViewRow row, string output, PrimitiveDataViewType itemType)
    {
        var run = _runs.GetValue(row, key => new OnnxRowRun(_model, key, _inputs));
        return itemType is TextDataViewType
            ? run.MakeTextGetter(output)
            : GenericCall.Invoke<Delegate>(run.MakeGetter<int>, [itemType.RawType], output);
    }
}

/// <summary>Runs the model on the row a cursor stands on, once per position, for the outputs that have a getter.</summary>
internal sealed class OnnxRowRun
{
    private readonly OnnxModel _model;
    private readonly DataViewRow _row;
    private readonly string[] _inputNames;
    private readonly OnnxInputReader[] _readers;
    private readonly List<string> _outputs = [];
    private readonly List<Action<OrtValue>> _stores = [];
    private string[] _distinctOutputs; // two getters of one column share an output, which a session takes only once
    private long _position = -1;

    public OnnxRowRun(OnnxModel model, DataViewRow row, OnnxBoundInput[] inputs)
    {
        _model = model;
        _row = row;
        _inputNames = inputs.Select(input => input.Name).ToArray();
        _readers = inputs.Select(input => OnnxInputReader.Create(row, input.Column, input.Shape)).ToArray();
    }

    public ValueGetter<VBuffer<T>> MakeGetter<T>(string output)
        where T : unmanaged
    {
        T[] values = [];
        Register(
            output,
            tensor =>
            {
                var span = tensor.GetTensorDataAsSpan<T>();
                if (values.Length != span.Length)
                {
                    values = new T[span.Length];
                }

                span.CopyTo(values);
            }
        );
        return (ref VBuffer<T> value) =>
        {
            EnsureCurrent();
            CopyTo(values, ref value);
        };
    }

    public ValueGetter<VBuffer<ReadOnlyMemory<char>>> MakeTextGetter(string output)
    {
        ReadOnlyMemory<char>[] values = [];
        Register(output, tensor => values = Array.ConvertAll(tensor.GetStringTensorAsArray(), text => text.AsMemory()));
        return (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            EnsureCurrent();
            CopyTo(values, ref value);
        };
    }

    private static void CopyTo<T>(T[] values, ref VBuffer<T> destination)
    {
        var editor = VBufferEditor.Create(ref destination, values.Length);
        values.CopyTo(editor.Values);
        destination = editor.Commit();
    }

    private void Register(string output, Action<OrtValue> store)
    {
        _outputs.Add(output);
        _stores.Add(store);
        _distinctOutputs = _outputs.Distinct().ToArray();
        _position = -1;
    }

    private void EnsureCurrent()
    {
        if (_row.Position == _position && _position >= 0)
        {
            return;
        }

        var values = new OrtValue[_readers.Length];
        try
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = _readers[i].Read();
            }

            Run(values);
        }
        finally
        {
            foreach (var value in values)
            {
                value?.Dispose();
            }
        }

        _position = _row.Position;
    }

    private void Run(OrtValue[] values)
    {
        using var results = _model.Run(_inputNames, values, _distinctOutputs);
        for (var i = 0; i < _stores.Count; i++)
        {
            _stores[i](results[Array.IndexOf(_distinctOutputs, _outputs[i])]);
        }
    }
}
