using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>The user of a session: its name in messages, and the errors that it throws.</summary>
internal abstract class SessionOwner(string name)
{
    public string Name => name;

    /// <summary>Returns the error for a graph that ONNX Runtime does not accept.</summary>
    public abstract Exception NotAccepted(string model, string file, OnnxRuntimeException cause);

    /// <summary>Returns the error for a graph that ONNX Runtime accepted but could not run.</summary>
    public abstract Exception RunFailed(OnnxRuntimeException cause);
}
