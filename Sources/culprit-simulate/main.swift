print("culprit-simulate")
