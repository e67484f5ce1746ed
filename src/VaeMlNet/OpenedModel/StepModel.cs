namespace VaeMlNet;

/// <summary>A verified model folder with the session settings of a step.</summary>
internal readonly record struct StepModel(ModelFolder Folder, SessionSettings Settings);
