using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>The user of a session: its name in messages, and the errors that it throws.</summary>
internal abstract class SessionOwner(string name)
{
    public string Name => name;

    /// <summary>Returns the error for a graph that ONNX Runtime does not accept.</summary>
    /// <param name="model">The model as the user named it.</param>
    /// <param name="file">The file of the graph in the model.</param>
    /// <param name="cause">The error from ONNX Runtime.</param>
    public abstract Exception NotAccepted(string model, string file, OnnxRuntimeException cause);

    /// <summary>Returns the error for a graph that ONNX Runtime accepted but could not run.</summary>
    public abstract Exception RunFailed(OnnxRuntimeException cause);
}
