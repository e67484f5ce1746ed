using Microsoft.ML.OnnxRuntime;

namespace VaeMlNet;

/// <summary>Who uses a session: how errors name it, and what they are. By default the errors are those of a model folder.</summary>
internal class SessionOwner(string name)
{
    public string Name => name;

    /// <summary>ONNX Runtime does not accept a graph.</summary>
    /// <param name="model">The model as the user named it.</param>
    /// <param name="file">The graph's file in it.</param>
    /// <param name="cause">What ONNX Runtime says.</param>
    public virtual Exception NotAccepted(string model, string file, OnnxRuntimeException cause) =>
        GraphErrors.Unrunnable(model, file, cause);

    /// <summary>ONNX Runtime could not run a graph that it had accepted.</summary>
    public virtual Exception RunFailed(OnnxRuntimeException cause) => SessionErrors.RunFailed(Name, cause);
}
