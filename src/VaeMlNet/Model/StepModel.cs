namespace VaeMlNet;

/// <summary>A verified model folder, and the session settings that a step runs it with.</summary>
internal readonly record struct StepModel(ModelFolder Folder, SessionSettings Settings);
